"""What may be said to whom (A9)."""

TEXTS = {
    "none": "Not the customer, no authority proven: write down what they say, tell them nothing "
    "of the customer or of any case.",
    "shown": "Their papers are still to be checked: write down what they say, tell them nothing "
    "of the customer or of any case.",
}
