"""The words by which Finnish, Swedish, English and Northern Sámi pages name what is not part of the article."""

from __future__ import annotations

import re

_I = re.IGNORECASE


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(phrases)})\s*[:.!…»>→›]{{0,3}}", _I)


# Headings over other news. Matched against a whole short line, so that a sentence with these words stays.
RELATED = _whole(
    r"(?:lue|katso|tutustu|selaa|kuuntele)\s+(?:myös|lisäksi|seuraavaksi)(?:\s+(?:näitä|nämä))?",
    r"lue\s+lisää(?:\s+(?:aiheesta|uutisia|ajankohtaisia|artikkeleita))?",
    r"lisää\s+(?:aiheesta|samasta\s+aiheesta|uutisia|ajankohtaisia|artikkeleita|tiedotteita|luettavaa|teemasta)",
    r"(?:muut|muita|lisää|uusimmat|tuoreimmat|viimeisimmät|seuraavat|suosituimmat|luetuimmat|samankaltais\w+|vastaav\w+)"
    r"(?:\s+[\w-]{2,25}){0,3}?\s+(?:artikkel\w+|uuti\w+|tiedot\w+|ajankohtais\w*|blog\w+|kirjoituk\w+|julkaisu\w*|"
    r"jutu\w*|juttu\w*|sisäl\w+|tapahtum\w+|aihe\w*)",
    r"(?:samasta\s+(?:aiheesta|teemasta)|aiheeseen\s+liitty\w+|(?:artikkeliin|tähän|teemaan)\s+liitty\w+)(?:\s+[\w-]{2,25}){0,2}",
    r"(?:luetuimmat|uusimmat|suosituimmat|viimeisimmät|tuoreimmat|suosittelemme|nostot|sinua\s+voisi\s+kiinnostaa)"
    r"(?:\s+(?:myös|nyt))?",
    r"(?:muuta|lisää)\s+(?:ajankohtaista|luettavaa|uutisista)",
    r"(?:saattaisit|voisit|saatat)\s+(?:olla|pitää)\s+(?:myös\s+)?(?:kiinnostunut|näistä)(?:\s+\w+){0,2}",
    r"(?:läs|se|kolla)\s+(?:också|även|vidare|härnäst)(?:\s+(?:detta|dessa))?",
    r"läs\s+mer(?:\s+(?:om\s+(?:ämnet|temat)|nyheter))?",
    r"mer(?:a)?\s+(?:om\s+(?:ämnet|temat)|nyheter|i\s+ämnet|aktuellt)",
    r"(?:andra|fler(?:a)?|senaste|nyaste|övriga|relaterade|liknande|mest\s+lästa|populära(?:ste)?|samma\s+tema)"
    r"(?:\s+[\w-]{2,20}){0,2}?\s+(?:nyhet\w*|artik\w+|pressmeddelande\w*|meddelande\w*|inlägg\w*|nytt|aktuellt|innehåll\w*|evenemang\w*)",
    r"(?:artiklar|nyheter|meddelanden)\s+(?:i|om)\s+samma\s+(?:ämne|tema)",
    r"(?:relaterat|senaste\s+nytt|mest\s+läst|mest\s+lästa|vi\s+rekommenderar|du\s+kanske\s+(?:också|även)\s+gillar)",
    r"(?:related|similar|latest|recent|more|other|further|popular|most\s+read|you\s+(?:may|might)\s+also\s+(?:like|be\s+interested\s+in))"
    r"(?:\s+[\w-]{2,20}){0,2}?\s+(?:news|articles?|posts?|stories|releases?|content|reading|items?|topics?)",
    r"(?:related|read\s+(?:also|next|more|this\s+next)|see\s+also|you\s+(?:may|might)\s+also\s+like|most\s+read|trending|more\s+on\s+this)",
    r"loga\s+maid|geahča\s+maid|eará\s+(?:ođđasat|artihkkalat)",
)
RELATED_OPENING = re.compile(
    r"(?:lue\s+myös|katso\s+myös|lue\s+seuraavaksi|läs\s+(?:också|även)|se\s+(?:också|även)|read\s+also|see\s+also|read\s+next|related|"
    r"aiheeseen\s+liittyvää|relaterat|loga\s+maid)\s?[:–-]",
    _I,
)
COMMENTS = _whole(
    r"(?:\d{1,4}\s+)?(?:kommentit|kommenttia|kommentti|kommentteja|kommentarer|kommentar|comments?|responses?|vastausta|"
    r"lukijoiden\s+kommentit|läsarnas\s+kommentarer|vieraskirja|gästbok|kommeanttat)"
    r"(?:\s*(?:\(\s?\d{1,5}\s?\)|\d{1,5}))?(?:\s+(?:artikkeliin|aiheesta|till|to|on)\b.{0,120})?",
    r"(?:jätä|kirjoita|lisää|lähetä)\s+(?:uusi\s+)?(?:kommentti|kommenttisi|vastaus)|kommentoi(?:\s+artikkelia)?|osallistu\s+keskusteluun",
    r"(?:lämna|skriv|lägg\s+till)\s+(?:en\s+)?(?:ny\s+)?(?:kommentar|svar)|kommentera|delta\s+i\s+diskussionen",
    r"\d{1,4}\s+thoughts?\s+on\b.{0,120}|(?:leave|post|add|write)\s+a\s+(?:comment|reply)|join\s+the\s+(?:conversation|discussion)|keskustelu(?:a)?(?:\s*\(\d{1,4}\))?",
)
# A commenter's line: Raija 24.5.2019 klo 18.12 … Kalle kirjoitti 3.6.2019 … and the time before the name.
_NAME = r"[^\W\d_][\w.'’ -]{0,38}[\w.)]"
_WHEN = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.?\s[a-zåäö]{3,12}\s\d{4}"
_AT = r"\s?,?\s?(?:klo|kello|kl\.?|at|@)?\s?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?"
_SAID = r"(?:kirjoitti|kirjoittaa|sanoo|sanoi|kommentoi|vastasi|skrev|skriver|säger|wrote|says|said|comments)"
COMMENTER = re.compile(
    rf"(?:(?P<said>{_NAME}?\s{_SAID})[\s:,]{{0,3}}(?:(?P<d1>{_WHEN})(?P<t1>{_AT})?)?"
    rf"|(?P<name>{_NAME})[\s,:|(–-]{{1,4}}(?P<d2>{_WHEN})(?P<t2>{_AT})?"
    rf"|(?P<d3>{_WHEN})(?P<t3>{_AT})?[\s,:|–-]{{1,4}}(?P<last>{_NAME}))[\s):,.]{{0,3}}",
    _I,
)
SHARE = re.compile(
    r"(?:(?:jaa|jaa\s+(?:tämä|sivu|artikkeli|uutinen|somessa|sosiaalisessa\s+mediassa)|dela|dela\s+(?:denna\s+)?(?:sida|sidan|artikel|artikeln|nyhet|i\s+sociala\s+medier|på|med)|"
    r"share|share\s+(?:this|on|via)(?:\s+(?:page|article))?|tulosta|tulosta\s+sivu|skriv\s+ut|print|kopioi\s+linkki|kopiera\s+länk\w*|copy\s+link|seuraa\s+meitä|följ\s+oss|"
    r"twiittaa|twitterissä|facebookissa|linkedinissä|whatsappissa|sähköpostilla|sähköpostitse|per\s+e-post|via\s+e-post|by\s+e-?mail|"
    r"lähetä(?:\s+sähköpostilla)?|suosittele|tykkää|gilla|like|facebook|twitter|x|linkedin|whatsapp|instagram|youtube|bluesky|mastodon|threads|"
    r"telegram|pinterest|sähköposti|e-post|e-?mail|rss|linkki|länk|på|med|on|via|:|\||,|·|•|/|-|\+)\s{0,3}){1,20}",
    _I,
)
COOKIES = re.compile(
    r"(?:tämä\s+)?(?:sivusto|sivustomme|verkkosivusto\w*|palvelu\w*)\s.{0,40}?eväste|(?:käytämme|hyödynnämme)\s.{0,60}?eväste|eväste(?:asetukset|käytäntö)|"
    r"(?:hyväksy|salli|hylkää)\s.{0,25}?eväste|(?:vi|webbplatsen|sidan|den\s+här\s+webbplatsen|på\s+webbplatsen)\s.{0,30}?använder?\s.{0,40}?(?:kakor|cookies)|"
    r"(?:godkänn|acceptera|avvisa|tillåt)\s.{0,25}?(?:kakor|cookies)|(?:we|this\s+(?:web)?site|our\s+(?:web)?site)\s.{0,20}?uses?\s.{0,40}?cookies|"
    r"(?:accept|reject|allow)\s.{0,25}?cookies|cookie\s+settings|inställningar\s+för\s+(?:kakor|cookies)",
    _I,
)
SKIP = re.compile(
    r"(?:siirry|hyppää|ohita)\s.{0,40}?(?:sisältöön|navigaati\w+|hakuun|valikkoon|alatunnisteeseen|sisällön\s+alkuun)?|"
    r"(?:hoppa|gå)\s+(?:direkt\s+)?(?:till|över)\s.{2,40}|skip\s+(?:to|navigation|over).{0,40}|jump\s+to.{0,40}|njuike\s.{2,40}",
    _I,
)
FOOTER = re.compile(
    r"^(?:©|\(c\)\s|copyright\b)|©\s?(?:\d{4}|[A-ZÅÄÖ])|\b(?:y-tunnus|fo-nummer|business\s+id)\s?:?\s?\d{6,7}-\d|kaikki\s+oikeudet\s+pidätetään|"
    r"alla\s+rättigheter\s+förbehålls|all\s+rights\s+reserved|"
    r"^(?:tietosuoja(?:seloste|käytäntö)?|rekisteriseloste|saavutettavuus(?:seloste)?|saavutettavuusseloste|evästeet|evästeasetukset|"
    r"dataskydd(?:sbeskrivning)?|integritetspolicy|tillgänglighet(?:sutlåtande)?|privacy(?:\s+policy)?|accessibility(?:\s+statement)?|"
    r"käyttöehdot|användarvillkor|terms\s+of\s+(?:use|service)|sivukartta|webbplatskarta|sitemap|anna\s+palautetta|ge\s+respons)"
    r"(?:$|\s?[|•·,–-])",
    _I,
)
BACK = _whole(
    r"(?:«|<|←|‹|&lt;)?\s?(?:takaisin|palaa|tillbaka|återgå|back|return)(?:\s+[\w-]{2,25}){0,4}",
    r"(?:«|<|←|‹)?\s?(?:edellinen|seuraava|föregående|nästa|previous|next)(?:\s+[\w-]{2,25}){0,2}\s?(?:»|>|→|›)?",
    r"(?:sivun\s+alkuun|takaisin\s+ylös|till\s+början(?:\s+av\s+sidan)?|upp|to\s+top|ylös)",
    r"(?:kaikki|alla|all)\s+(?:uutiset|tiedotteet|ajankohtaiset|artikkelit|blogit|nyheter|pressmeddelanden|meddelanden|news|articles|releases)",
    r"(?:näytä|visa|show)\s+(?:kaikki|lisää|alla|fler|mer|all|more)(?:\s+[\w-]{2,25}){0,2}",
    r"(?:lue|läs|read)\s+(?:lisää|mer|mera|more)|(?:tilaa|beställ|subscribe)(?:\s+(?:uutiskirje\w*|tiedotteet|vårt|nyhetsbrev\w*|to|newsletter|rss\S*)){1,4}",
    r"(?:lataa|ladda\s+ner|download)\s+(?:pdf|tulostettava\s+versio)|kuuntele(?:\s+(?:artikkeli|sivu|teksti))?|lyssna(?:\s+på\s+(?:sidan|texten))?",
    r"(?:suomeksi|på\s+svenska|in\s+english|lue\s+(?:suomeksi|ruotsiksi|englanniksi)|läs\s+på\s+(?:svenska|finska)|read\s+in\s+english|sámegillii|davvisámegillii)",
)
FEEDBACK = re.compile(
    r"(?:oliko\s+(?:tästä|tämä|sivu|sivusta|sisällöstä)\s.{2,50}|löysitkö\s.{2,50}|auttoiko\s.{2,50}|hittade\s+du\s.{2,50}|"
    r"(?:var|hade)\s+(?:du|den\s+här|sidan|detta)\s.{2,40}nytta.{0,20}|var\s+sidan\s+till\s+nytta.{0,5}|was\s+this\s.{2,40}helpful.{0,5}|"
    r"did\s+you\s+find\s.{2,40})\??",
    _I,
)
TAGS = re.compile(
    r"(?:avainsanat?|asiasanat?|aihe(?:et|tunnisteet|alueet|alue|piirit)?|teemat?|kategoria|kategoriat|luokat?|tunnisteet|tagit|ämnesord|nyckelord|ämnen?|"
    r"teman?|kategori(?:er)?|taggar|etiketter|tags?|categor(?:y|ies)|topics?|keywords?|filed\s+under|julkaisun\s+aiheet)\s?:\s*",
    _I,
)
RELEASE = re.compile(
    r"\b(?:lehdistö|media)?(?:tiedote|tiedotteet|pressmeddelande|meddelande|press\s+release|release|uutinen|nyhet|preassadieđáhus|dieđáhus)"
    r"\s{1,3}(?:nro?\.?\s|nr\.?\s|no\.?\s)?(?P<number>\d{1,4}\s?/\s?(?:19|20)\d{2})(?!\d)",
    _I,
)
# What may stand on a publication line beside dates: the line is gone when nothing else is left.
PUBLICATION_WORDS = re.compile(
    r"\b(?:julkais(?:tu|uajankohta|upäivä|taan)|julkaisuaika|päivitetty|muokattu(?:\s+viimeksi)?|viimeksi|muutettu|tallennettu|lisätty|luotu|sivua|sivu|"
    r"suomeksi|ruotsiksi|englanniksi|pohjoissaameksi|publicera(?:d|t|des|ts)|utgivningsdatum|publiceringsdatum|publiceringstid|"
    r"uppdatera(?:d|t|des)|ändra(?:d|t)|senast|redigera(?:d|t)|skapad|på\s+(?:svenska|finska|engelska)|published|updated|modified|posted|created|edited|"
    r"date|last|on|at|in|in\s+(?:english|finnish|swedish)|first|almmuhuvvon|beaiváduvvon|klo|kello|kl|dii|eet|eest|utc|päivämäärä|datum|aika|tid|"
    r"tiedote|tiedotteet|lehdistötiedote|mediatiedote|pressmeddelande|meddelande|press\s+release|uutinen|uutiset|nyhet|nyheter|news|release|blogi|blogg|blog|"
    r"ajankohtaista|aktuellt|artikkeli|artikel|article|av|by|kirjoittaja|författare|author|teksti|text|lukuaika|lästid|min|minuuttia|minuter|read|den|kirjoittanut)\b",
    _I,
)
CONTACT = re.compile(
    r"(?:lisätieto(?:ja|jen)|lisätiedot|yhteyshenkilö\w*|yhteystiedot|tiedustelut|mer\s+information|ytterligare\s+(?:information|upplysningar)|"
    r"närmare\s+upplysningar|kontakt(?:er|person\w*|uppgifter)?|further\s+information|more\s+information|for\s+more\s+information|"
    r"contacts?|inquiries|enquiries|lassedieđut|lassedieđuid)\b",
    _I,
)
FEED_TAIL = re.compile(
    r"(?:artikkeli|kirjoitus|inlägget|the\s+post|posten|tämä)\s.{1,300}?(?:julkaistiin\s+ensimmäisen\s+kerran|ilmestyi\s+ensin|"
    r"dök\s+först\s+upp|publicerades\s+först|first\s+appeared\s+on|appeared\s+first\s+on)",
    _I,
)
NO_TITLE = re.compile(
    r"(?:sisältöjulkaisija|null|undefined|untitled|nimetön|asset\s*publisher|innehållspublicerare|etusivu|home)?", _I
)
LANGUAGES = {
    "fi": "fi fin suomi suomeksi finska finnish på\xa0finska in\xa0finnish suomi\xa0(fi) suomenkielinen",
    "sv": "sv swe svenska ruotsi ruotsiksi swedish på\xa0svenska in\xa0swedish",
    "en": "en eng english englanti englanniksi engelska in\xa0english på\xa0engelska",
    "se": "se sme davvisámegiella davvisámegillii sámegillii pohjoissaame pohjoissaameksi saame saameksi "
    "sámegiella nordsamiska",
    "smn": "smn anarâškielâ anarâškielân inarinsaame inarinsaameksi",
    "sms": "sms nuõrttsääʹmǩiõll sääʹmǩiõll koltansaame koltansaameksi",
    "ru": "ru rus русский по-русски venäjä venäjäksi ryska russian",
    "et": "et est eesti viro viroksi estniska",
    "de": "de deu deutsch saksa saksaksi tyska german",
    "fr": "fr fra français ranska ranskaksi franska french",
    "es": "es spa español espanja",
    "uk": "uk ukr українська ukraina ukrainaksi",
    "ar": "ar ara العربية arabia arabiaksi",
    "so": "so som soomaali soomaaliga somali somaliksi",
    "fa": "fa فارسی persia dari",
    "zh": "zh 中文",
    "ku": "ku kurdî kurdi",
}
LANGUAGE_OF = {name.replace("\xa0", " "): code for code, names in LANGUAGES.items() for name in names.split(" ")}
