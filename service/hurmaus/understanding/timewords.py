"""The words that tell a time: numbers, hours, days, and the patterns they stand in (words as Words.plain has them)."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

DAY_ENDS: Final = time(17)
"""When a day without an hour is over."""
LAST_MINUTE: Final = time(23, 59)
MIDDAY: Final = time(12)
PARTS_OF_DAY: Final = {
    "aamupaiv": MIDDAY, "aamu": time(10), "iltapaiv": DAY_ENDS, "ilta": time(21), "illa": time(21), "yo": LAST_MINUTE,
}  # fmt: skip
NUMBERS: Final = {
    word: count
    for count, words in {
        0.5: "puolen puolessa", 1: "yhden yksi yhdessa", 1.5: "puolentoista puolessatoista",
        2: "kahden kaksi kahdessa parin parissa", 3: "kolmen kolme kolmessa muutaman muutamassa", 4: "neljan nelja neljassa",
        5: "viiden viisi viidessa", 6: "kuuden kuusi kuudessa", 7: "seitseman seitsemassa", 8: "kahdeksan kahdeksassa",
        9: "yhdeksan yhdeksassa", 10: "kymmenen kymmenessa", 14: "neljantoista", 15: "viidentoista viidessatoista",
        20: "kahdenkymmenen kahdessakymmenessa", 30: "kolmenkymmenen", 45: "neljankymmenenviiden",
    }.items()
    for word in words.split()
}  # fmt: skip
NUMBER: Final = r"(?:\d{1,3}(?:[-–,]\d{1,3})?|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
HOURS: Final = {
    word: hour
    for hour, words in {
        1: "yhteen yhta yhdelta yksi", 2: "kahteen kahta kahdelta kaksi", 3: "kolmeen kolmea kolmelta kolme kolmeksi",
        4: "neljaan neljaa neljalta nelja neljaksi", 5: "viiteen viitta viidelta viisi viideksi",
        6: "kuuteen kuutta kuudelta kuusi", 7: "seitsemaan seitsemaa seitsemalta seitseman",
        8: "kahdeksaan kahdeksaa kahdeksalta kahdeksan", 9: "yhdeksaan yhdeksaa yhdeksalta yhdeksan",
        10: "kymmeneen kymmenta kymmenelta kymmenen kymppiin kymppia kympilta",
        11: "yhteentoista yhtatoista yhdeltatoista yksitoista",
        12: "kahteentoista kahtatoista kahdeltatoista kaksitoista puoltapaivaa puoleenpaivaan keskipaivaa keskipaivaan",
    }.items()
    for word in words.split()
}  # fmt: skip
HOUR: Final = (
    r"(?:\d{1,2}(?:[.:]\d\d)?(?:[-–]\d{1,2}(?:[.:]\d\d)?)?|"
    + "|".join(sorted(HOURS, key=len, reverse=True))
    + ")"
)
WEEKDAYS: Final = ("maanan", "tiista", "keskiv", "torsta", "perjan", "lauant", "sunnun")
MONTHS: Final = (
    "tammi",
    "helmi",
    "maalis",
    "huhti",
    "touko",
    "kesa",
    "heina",
    "elo",
    "syys",
    "loka",
    "marras",
    "joulu",
)

UNITS: Final = (
    r"minuuti\w*|min|tunni\w*|h|varti\w*|varttitunni\w*|vuorokaude\w*|vrk|arkipaiva\w*|tyopaiva\w*|pankkipaiva\w*"
    r"|paiva\w*|viiko\w*|kuukaude\w*|kk"
)
SPAN = re.compile(
    rf"\b(?:(?P<n>{NUMBER}) )?(?P<unit>{UNITS})(?: (?P<pair>parin|kahden))? "
    r"(?P<how>paasta|kuluttua|kuluessa|sisalla|sisaan|aikana|sisaa)\b"
)
WITHIN = re.compile(
    rf"\b(?:(?P<n>{NUMBER}) )?(?P<unit>minuutissa|tunnissa|vartissa|vuorokaudessa|arkipaivassa|paivassa|viikossa|kuukaudessa)"
    r"(?P<pair>(?!))?(?P<how>)"
)
PART_SPAN = re.compile(r"\b(?P<part>aamun|aamupaivan|iltapaivan|illan) (?:aikana|kuluessa|mennessa)\b")
CLOCK = re.compile(
    rf"\b(?:(?:klo|kello) (?P<half1>puoli )?(?P<a>{HOUR})|(?:ennen|noin|viimeistaan|jo) (?P<half2>puoli )?(?P<b>{HOUR})"
    rf"|(?P<half3>puoli )?(?P<c>{HOUR}) (?:mennessa|maissa)|(?P<half4>puoli )?(?P<d>[a-z]+lta(?:toista)?))(?![\w.])"
)
PART = re.compile(
    r"(?:\b|tai|kko|huomen|huomis)(?P<part>aamupaiv|aamu|iltapaiv|ilta|illa)\w{0,6}\b|\b(?P<night>yo)(?:lla|n)\b"
)
DATE = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?P<year>\d{4})?(?!\d)")
MONTH_DAY = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)})kuun (?P<day>\d{{1,2}})\b")
NTH = re.compile(r"\b(?P<day>\d{1,2})\.? paiva\w*")
WEEKDAY_SAID = re.compile(rf"\b(?P<next>ensi )?(?:viikon )?(?P<day>{'|'.join(WEEKDAYS)})\w*")
CUES = re.compile(
    r"\d|klo|kello|mennessa|paast|kulue|kulutt|sisa|aika|ennen|tana|huom|viik|paiv|kuu|ilta|illa|aamu|viimeist|taina|tain|taihin"
    r"|taiksi|lta\b|ltatoista|nnissa|noin|kko"
)
