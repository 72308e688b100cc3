"""What banks mean by their codes: why a payment was turned down (pain.002) or came back (``RtrInf`` in statements).

Source: ISO 20022's external code lists for reasons of statuses and of returns. One table for both, as a code means the same in each;
only AC14 doesn't (a kind of account here, a bank on the way there), so its sentence leaves both open. Each sentence says what is
the matter and what to do next. A code that isn't here is shown as it came: nothing is guessed.
"""

from entredon.pure.told import Told

REASONS = {
    "AC01": Told("The account number is wrong. Ask the payee for it again."),
    "AC02": Told("The number of the paying account is wrong. Look at the bearer's account."),
    "AC03": Told("The payee's account number is wrong or isn't at that bank. Ask the payee for it again."),
    "AC04": Told("The account is closed. Ask the payee for another one."),
    "AC05": Told("The paying account is closed. Look at the bearer's account."),
    "AC06": Told("The account is blocked. Ask the payee for another one, or to speak with that bank."),
    "AC07": Told("The payee's account is closed. Ask the payee for another one."),
    "AC13": Told("The paying account isn't of a kind that can pay this way. Speak with your bank."),
    "AC14": Told(
        "The payee's account or a bank on the way isn't of a kind that takes this payment. Ask the payee for another one."
    ),
    "AC15": Told("The account has another number by now. Ask the payee for it."),
    "AC16": Told("The account is under seizure. Speak with the payee."),
    "AC17": Told("The account is being closed down. Ask the payee for another one."),
    "AG01": Told(
        "That account can't be used for transfers, as savings accounts often can't. Ask the payee for another one."
    ),
    "AG02": Told("The bank doesn't know this kind of transaction. Look at the bank profile."),
    "AG03": Told("The bank doesn't support this kind of transaction for that account. Ask the payee for another one."),
    "AM01": Told("The amount is zero. Leave the payment out."),
    "AM02": Told("The amount is larger than the bank allows. Ask your bank for its limits, or pay in parts."),
    "AM03": Told("The bank doesn't pay in this currency."),
    "AM04": Told("There is not enough money on the account. Pay when there is."),
    "AM05": Told("The bank takes it for a payment that it already has. Look in the statements before paying again."),
    "AM06": Told("The amount is smaller than the bank allows. Wait until more is owed."),
    "AM07": Told("Authorities have blocked the amount. Speak with your bank."),
    "AM09": Told("The amount isn't the one that was agreed. Speak with the payee."),
    "AM10": Told("The sum of the file isn't the sum of its payments. Export it again, and send it unchanged."),
    "AM13": Told("The amount is larger than the banks carry between them. Pay in parts, or in another way."),
    "AM14": Told("The amount is larger than was agreed between you and the bank. Ask your bank for a higher limit."),
    "AM18": Told("The number of payments in the file isn't the one it tells. Export it again, and send it unchanged."),
    "AM21": Told("The amount is larger than was agreed between you and the bank. Ask your bank for a higher limit."),
    "ARDT": Told("The payment has already come back. Look in the statements."),
    "BE01": Told("The name doesn't fit the account. Ask the payee for the holder's name as the bank has it."),
    "BE04": Told("The payee's address is missing or wrong. Add the town and the country."),
    "BE05": Told(
        "The bank doesn't know who sends the file. Look at the bearer's account, and who may send files for it."
    ),
    "BE06": Told("The bank doesn't know its customer by this number. Ask the payee for the account again."),
    "BE07": Told("The payer's address is missing or wrong. Add the town and the country to the bearer."),
    "BE08": Told("A bank made a mistake. Look in the next statement before paying again."),
    "BE22": Told("The payee's name is missing. Ask for it as the bank has it."),
    "CH03": Told("The day to pay is too far away. Choose an earlier one."),
    "CH20": Told("The amounts have another number of decimals than their currency."),
    "CNOR": Told("The payee's bank can't be reached by this kind of payment. Ask the payee for another account."),
    "CURR": Told("The currency is wrong. Ask the payee in which one the account is kept."),
    "CUST": Told("The customer of a bank asked for it. Speak with the payee."),
    "CUTA": Told("It was called back because a question about it couldn't be settled. Speak with your bank."),
    "DNOR": Told("The paying bank isn't known to those who carry the payment. Speak with your bank."),
    "DS02": Told("Someone who may do so cancelled it at the bank."),
    "DS0H": Told("Whoever signed at the bank may not do so for this account. Have it signed by someone who may."),
    "DS28": Told("It came back because of a technical trouble. Look in the next statement before paying again."),
    "DT01": Told("The day to pay is none on which the bank pays. Choose another one."),
    "DU01": Told("The bank already has a file with this id. Look in the statements before paying again."),
    "DU02": Told("The bank already has a batch with this id. Look in the statements before paying again."),
    "DU03": Told("The bank already has this payment. Look in the statements before paying again."),
    "DU04": Told("The bank already has a payment with this id. Look in the statements before paying again."),
    "DU05": Told("The bank already has a payment with this id. Look in the statements before paying again."),
    "DUPL": Told("The bank already has this payment. Look in the statements before paying again."),
    "ED05": Told("The banks couldn't settle it between them. Look in the next statement before paying again."),
    "ERIN": Told("The bank doesn't take the message that comes with the payment. Make it shorter."),
    "FF01": Told("The file isn't as the bank wants it. Look at the bank profile."),
    "FF05": Told("The bank wants another kind of payment named in the file. Look at the bank profile."),
    "FOCR": Told("It came back because you asked for that."),
    "FR01": Told("The bank suspects fraud. Speak with your bank and with the payee before anything else."),
    "FRAD": Told("It came back because of fraud. Speak with your bank before anything else."),
    "LEGL": Told("The bank has to refuse it by law. Speak with your bank."),
    "MD06": Told("The customer of a bank asked for the money back. Speak with the payee."),
    "MD07": Told("The holder of the account has died. Stop paying there, and speak with the heirs."),
    "MS02": Told("The payee refuses it and doesn't say why. Speak with the payee."),
    "MS03": Told("The bank doesn't say why. Ask it, or ask the payee for another account."),
    "NARR": Told("The bank gives the reason in its own words."),
    "NOAS": Told("Nobody answered the bank's question. Speak with the payee."),
    "NOCM": Told("The bank says that the account's holder hasn't done what its rules ask for. Speak with the payee."),
    "NOOR": Told("The payment that this is about was never received."),
    "RC01": Told("The bank's code (BIC) is wrong. Leave it out, or ask the payee for it."),
    "RC03": Told("The code of the paying bank is wrong. Look at the bearer's account."),
    "RC04": Told("The code of the payee's bank is wrong. Leave it out, or ask the payee for it."),
    "RC07": Told("The code of the payee's bank is wrong. Leave it out, or ask the payee for it."),
    "RF01": Told("Another payment has the same id. Look in the statements before paying again."),
    "RR01": Told("The law asks for the payer's account, and it is missing or wrong. Look at the bearer's account."),
    "RR02": Told("The law asks for the payer's name or address, and it is missing or wrong. Look at the bearer."),
    "RR03": Told("The law asks for the payee's name or address, and it is missing or wrong. Ask the payee."),
    "RR04": Told("The bank has to refuse it by law. Speak with your bank."),
    "RR07": Told("The reference is missing or wrong. Ask the payee for it again."),
    "RUTA": Told("It came back because a question about it couldn't be settled. Speak with your bank."),
    "SL01": Told("Your bank follows a setting of the paying account. Speak with your bank."),
    "SL02": Told("The payee's bank follows a setting of its customer. Speak with the payee."),
    "SL11": Told("The payee isn't on the list of those whom the paying account may pay. Speak with your bank."),
    "SL12": Told("The payee is on the list of those whom the paying account may not pay. Speak with your bank."),
    "SVNR": Told("It came back because what it paid for wasn't given. Speak with the payee."),
    "TECH": Told("The bank had a technical trouble. Look in the next statement before paying again."),
    "TM01": Told("It came too late for that day. Choose a later one."),
    "UPAY": Told("The payee says that nothing is owed. Speak with the payee."),
}
"""What each code means: a trouble that can be told in any language."""

TWICE = frozenset({"AM05", "DU01", "DU02", "DU03", "DU04", "DU05", "DUPL", "RF01"})
"""Reasons that say: we have this already. What was sent first may well be paid, so they end nothing."""


def meaning(code: str) -> Told:
    """What a code means; of an unknown one, that it isn't known."""
    return REASONS.get(code) or Told(
        "The bank gives the reason “{code}”, which isn't known here. Ask your bank.", code=code
    )
