from __future__ import annotations

import pytest

from multipole.documents.language import detect_language, fits_script

SAMPLES = {
    "en": (
        "The two ministers met in the capital on Monday and agreed to extend "
        "the treaty for five years."
    ),
    "fr": (
        "Les deux ministres se sont rencontrés lundi dans la capitale et ont "
        "décidé de prolonger le traité."
    ),
    "de": (
        "Die beiden Minister trafen sich am Montag in der Hauptstadt und "
        "haben den Vertrag verlängert."
    ),
    "es": (
        "Los dos ministros se reunieron el lunes en la capital y acordaron "
        "prolongar el tratado por años."
    ),
    "pt": (
        "Os dois ministros reuniram-se na segunda-feira na capital e não "
        "quiseram mais falar do tratado."
    ),
    "it": (
        "I due ministri si sono incontrati lunedì nella capitale e hanno "
        "deciso che il trattato resta."
    ),
    "nl": (
        "De twee ministers hebben elkaar maandag in de hoofdstad ontmoet en "
        "het verdrag is verlengd."
    ),
    "pl": (
        "Dwaj ministrowie spotkali się w poniedziałek w stolicy i przedłużyli "
        "traktat na pięć lat, co się nie zdarza."
    ),
    "tr": (
        "İki bakan pazartesi günü başkentte bir araya geldi ve anlaşma beş yıl için daha uzatıldı."
    ),
    "ru": (
        "Два министра встретились в понедельник в столице и договорились "
        "продлить договор на пять лет."
    ),
    "uk": (
        "Два міністри зустрілися в понеділок у столиці та домовилися, що "
        "договір буде продовжено на п'ять років."
    ),
    "zh": "两国外长星期一在首都会晤，同意将条约延长五年。",
    "ja": "両国の外相は月曜日に首都で会談し、条約を五年間延長することで合意した。",
    "ko": "양국 외무장관은 월요일 수도에서 만나 조약을 오 년 더 연장하기로 합의했다.",
    "ar": "التقى الوزيران يوم الاثنين في العاصمة واتفقا على تمديد المعاهدة إلى خمس سنوات أخرى.",
    "fa": (
        "دو وزیر روز دوشنبه در پایتخت دیدار کردند و توافق کردند که پیمان پنج سال دیگر تمدید شود."
    ),
    "he": "שני השרים נפגשו ביום שני בבירה והסכימו להאריך את האמנה.",
    "el": "Οι δύο υπουργοί συναντήθηκαν τη Δευτέρα στην πρωτεύουσα.",
}


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_a_sentence_tells_its_language(code: str) -> None:
    assert detect_language(SAMPLES[code]) == code


@pytest.mark.parametrize(
    "text", ["", "12 345 --", "Vladivostok Harbin Manzhouli Khabarovsk Blagoveshchensk"]
)
def test_what_does_not_tell_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "I, I think it is gone way up, and I, I believe that we are respected by all of them.",
        "Biden spoke with Xi in a call; Moscow, Minsk and Astana sent envoys to Beijing a day on.",
        "A o i e a: vowels the choir of the embassy sang in a row before the guests came in.",
    ],
)
def test_english_of_twenty_words_is_never_taken_for_another_language(text: str) -> None:
    assert detect_language(text) == "en"


def test_a_stated_language_must_fit_the_script() -> None:
    assert fits_script("en", SAMPLES["fr"])
    assert not fits_script("en", SAMPLES["ru"])
    assert fits_script("ja", SAMPLES["zh"])
    assert fits_script("xx", SAMPLES["zh"])
