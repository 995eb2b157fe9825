"""Fees: an amount in the smallest unit of a currency of ISO 4217."""

from typing import Annotated

from django.utils.formats import number_format
from msgspec import Meta

from core.refused import Refused
from protocol.asked import Rule

#: Digits after the decimal point where they are not two.
DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
LISTED = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(LISTED.split())


def _known(currency: str) -> str:
    if currency and currency not in CURRENCIES:
        raise Refused("bad_request", "This currency is not known: use its three letters.")
    return currency


#: A usual fee is many millions of the smallest unit of some currencies; an integer holds this much.
Amount = Annotated[int, Meta(ge=0, le=2_000_000_000)]
Currency = Annotated[
    str,
    Meta(max_length=3, pattern=r"^([A-Z]{3})?$(?!\n)", examples=["EUR"]),
    Rule("currency", _known),
]


def money(amount: int, currency: str) -> str:
    """ "90 EUR", "12.50 EUR", "8000 JPY"; in German "12,50 EUR"."""
    digits = DIGITS.get(currency, 2)
    whole, rest = divmod(amount, 10**digits)
    return f"{number_format(f'{whole}.{rest:0{digits}d}') if rest else whole} {currency}"
