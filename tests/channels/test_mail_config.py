"""mail.toml: what it says, what is wrong with it and where; a secret is never told."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.channels.mail_config import BadMail, Found, MailConfig, Sms, Smtp, look, read_mail
from agentdesk.channels.mail_words import problem_line
from agentdesk.domain.letters import CODES
from agentdesk.i18n import LANGUAGES, catalogue, set_language

SECRET = "s3cret-w0rd"
LEAST = 'host = "mail.example.com"\nfrom_address = "desk@example.com"\n'


def settings(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "mail.toml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return folder


def found(folder: Path, text: str, **environ: str) -> Found:
    return look(settings(folder, text), environ)


def told(found: Found) -> list[tuple[str, int | None, str]]:
    return [(problem.key, problem.line, problem.code) for problem in found.problems]


def test_no_file_is_no_mail(tmp_path: Path) -> None:
    assert read_mail(tmp_path, {}) is None
    assert not look(tmp_path, {}).there


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    config = read_mail(settings(tmp_path, LEAST), {})
    smtp = Smtp("mail.example.com", 587, "starttls", "desk@example.com")
    assert config == MailConfig(smtp)


def test_everything_at_once(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")
    (tmp_path / "word").write_text(SECRET + "\n")
    (tmp_path / "word").chmod(0o600)
    text = (
        'host = "邮件.example"\nport = 4650\nsecurity = "tls"\nusername = "desk"\n'
        'password_file = "word"\nfrom_name = "零售客服台"\nfrom_address = "Desk@Example.com"\n'
        'reply_to = "care@example.com"\nbounces_to = "back@example.com"\n'
        'timeout = 0.2\nca_file = "ca.pem"\n'
        '[sms]\nurl = "https://sms.example.com/send"\nheader = "X-Key"\ntoken = "t0ken"\n'
        'ok_field = "code"\nok_value = "0"\n'
        'to_field = "mobile"\ntext_field = "content"\nid_field = "request_id"\ntimeout = 5\n'
    )
    done = found(tmp_path, text)
    assert (done.problems, done.warnings) == ((), ())
    assert done.config == MailConfig(
        Smtp(
            "xn--5nq051n.example", 4650, "tls", "Desk@example.com", "零售客服台",
            "care@example.com", "back@example.com", "desk", SECRET, 0.2, tmp_path / "ca.pem",
        ),
        Sms(
            "https://sms.example.com/send", "X-Key", "t0ken", "mobile", "content", "request_id",
            5.0, None, "code", "0",
        ),
    )  # fmt: skip
    assert SECRET not in repr(done)
    assert "t0ken" not in repr(done)


def test_an_sms_hook_alone_will_do(tmp_path: Path) -> None:
    config = read_mail(settings(tmp_path, '[sms]\nurl = "http://127.0.0.1:8080/x"\n'), {})
    assert config == MailConfig(None, Sms("http://127.0.0.1:8080/x"))


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    text = LEAST + 'username = "desk"\npassword = "old"\n[sms]\nurl = "https://x.example/"\n'
    done = found(tmp_path, text, AGENTDESK_SMTP_PASSWORD=SECRET, AGENTDESK_SMS_TOKEN="fresh")
    assert done.config is not None
    assert done.config.smtp is not None
    assert done.config.sms is not None
    assert (done.config.smtp.password, done.config.sms.token) == (SECRET, "fresh")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('from_address = "desk@example.com"\n', ("host", None, "missing")),
        ('host = "a.example"\n', ("from_address", None, "missing")),
        (LEAST + 'hots = "x"\n', ("hots", 3, "unknown_key")),
        (LEAST + 'pasword = "s3cret-w0rd"\n', ("pasword", 3, "unknown_key")),
        (LEAST + 'security = "ssl"\n', ("security", 3, "not_allowed")),
        (LEAST + "security = []\n", ("security", 3, "not_allowed")),
        (LEAST + 'security = "none"\n', ("security", 3, "insecure")),
        (LEAST + "port = 70000\n", ("port", 3, "port")),
        (LEAST + "port = 0\n", ("port", 3, "port")),
        (LEAST + 'port = "587"\n', ("port", 3, "port")),
        (LEAST + "timeout = 900\n", ("timeout", 3, "seconds")),
        (LEAST + "timeout = nan\n", ("timeout", 3, "seconds")),
        (LEAST + "timeout = true\n", ("timeout", 3, "seconds")),
        (LEAST + 'insecure = "yes"\n', ("insecure", 3, "not_bool")),
        (LEAST + 'from_name = "Desk\\r\\nBcc: a@b.example"\n', ("from_name", 3, "controls")),
        (LEAST + 'from_name = "Desk\\u202e"\n', ("from_name", 3, "controls")),
        (LEAST + 'reply_to = "a@b.example, c@d.example"\n', ("reply_to", 3, "address")),
        ('[sms]\nurl = "https://a.example/"\nok_field = "c"\n', ("sms.ok_value", 1, "missing")),
        ('[sms]\nurl = "https://a.example/"\nok_value = "0"\n', ("sms.ok_field", 1, "missing")),
        (LEAST + 'bounces_to = "nobody"\n', ("bounces_to", 3, "address")),
        (LEAST + 'reply_to = "李@b.example"\n', ("reply_to", 3, "address")),
        (LEAST + 'username = "desk"\n', ("username", 3, "no_password")),
        (LEAST + 'password = "s3cret-w0rd"\n', ("username", None, "no_username")),
        (LEAST + 'username = "d"\npassword = "s3cret-w0rd\\n"\n', ("password", 4, "not_ascii")),
        (LEAST + 'username = "d"\npassword = 5\n', ("password", 4, "not_text")),
        (LEAST + 'username = "d"\npassword_file = "nowhere"\n', ("password_file", 4, "no_file")),
        (LEAST + 'ca_file = "nowhere.pem"\n', ("ca_file", 3, "no_file")),
        (LEAST + 'sms = "x"\n', ("sms", 3, "not_table")),
        (LEAST + '[sms]\ntoken = "x"\n', ("sms.url", 3, "missing")),
        (LEAST + '[sms]\nurl = "http://sms.example/"\n', ("sms.url", 4, "not_https")),
        (LEAST + '[sms]\nurl = "ftp://sms.example/"\n', ("sms.url", 4, "url")),
        (LEAST + '[sms]\nurl = "https://u:s3cret-w0rd@sms.example/"\n', ("sms.url", 4, "url")),
        (LEAST + '[sms]\nurl = "https://[::1"\n', ("sms.url", 4, "url")),
        (LEAST + '[sms]\nurl = "https://x.example"\nheader = "X: y"\n', ("sms.header", 5, "name")),
        (LEAST + '[sms]\nurl = "https://x.example"\nto_field = "id"\n', ("sms", 3, "same_field")),
        ('host = "a b"\nfrom_address = "desk@example.com"\n', ("host", 1, "host")),
        ('host = "-oProxy=x"\nfrom_address = "no"\n', ("host", 1, "host")),
        ('host = "a.example"\nfrom_address = "no"\n', ("from_address", 2, "address")),
        ('host = "x"\npassword = s3cret-w0rd\n', ("", 2, "toml")),
        ("x = " + "[" * 5000, ("", None, "toml")),
    ],
)
def test_what_is_wrong_is_told_by_key_and_line_and_never_with_a_secret(
    tmp_path: Path, text: str, problem: tuple[str, int | None, str]
) -> None:
    wrong = found(tmp_path, text)
    assert problem in told(wrong)
    assert wrong.config is None
    with pytest.raises(BadMail) as raised:
        read_mail(tmp_path, {})
    assert raised.value.problems == wrong.problems
    for lang in LANGUAGES:
        set_language(lang)
        lines = [problem_line(one) for one in wrong.problems]
        assert all("mail.toml" in line for line in lines)
        assert not any(SECRET in line for line in lines)
    assert SECRET not in repr(wrong) + str(raised.value)


def test_a_password_twice_is_asked_about(tmp_path: Path) -> None:
    text = LEAST + f'username = "d"\npassword = "{SECRET}"\npassword_file = "x"\n'
    assert ("password", 4, "twice") in told(found(tmp_path, text))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_no_encryption_is_allowed_on_this_machine(tmp_path: Path, host: str) -> None:
    text = f'host = "{host}"\nsecurity = "none"\nfrom_address = "desk@example.com"\n'
    config = read_mail(settings(tmp_path, text), {})
    assert config == MailConfig(Smtp(host, 25, "none", "desk@example.com"))


def test_no_encryption_elsewhere_only_if_somebody_says_so(tmp_path: Path) -> None:
    text = LEAST + 'security = "none"\n'
    assert told(found(tmp_path, text)) == [("security", 3, "insecure")]
    assert found(tmp_path, text + "insecure = true\n").problems == ()


def test_files_that_others_may_read_are_warned_about_and_used(tmp_path: Path) -> None:
    (tmp_path / "word").write_text(SECRET)
    (tmp_path / "word").chmod(0o644)
    text = LEAST + 'username = "d"\npassword_file = "word"\n'
    done = look(settings(tmp_path, text, 0o640), {})
    assert [(one.key, one.line, one.code) for one in done.warnings] == [
        ("", None, "open_to_others"),
        ("password_file", 4, "open_to_others"),
    ]
    assert done.config is not None
    assert "chmod 600" in problem_line(done.warnings[0])
    assert look(settings(tmp_path, LEAST), {}).warnings == ()


def test_a_file_that_is_no_text_and_one_that_is_empty(tmp_path: Path) -> None:
    (tmp_path / "mail.toml").write_bytes("host = 'é'".encode("latin-1"))
    assert told(look(tmp_path, {})) == [("", None, "encoding")]
    assert read_mail(settings(tmp_path, "# nothing yet\n"), {}) is None


def test_every_outcome_has_a_sentence() -> None:
    codes = {code for codes in CODES.values() for code in codes}
    texts = {key.removeprefix("mail.code.") for key in catalogue("en") if "mail.code." in key}
    assert codes == texts
