"""The words by which Finnish, Swedish, English and Northern Sámi pages name what is not part of the article."""

from __future__ import annotations

import re

_I = re.IGNORECASE


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(phrases)})\s*[:.!…»>→›]{{0,3}}", _I)


def has_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of some small-letter words stands in a text: cheap to ask before a pattern that needs one of them."""
    small = text.casefold()
    return any(word in small for word in words)


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
    r"(?:sinulle|teille)\s+suositel\w{2,6}|suositel\w{2,6}\s+sinulle|rekommendera\w{0,3}\s+för\s+dig|recommended\s+for\s+you|samalta\s+\w{3,20}|från\s+samma\s+\w{3,20}",
    r"loga\s+maid|geahča\s+maid|eará\s+(?:ođđasat|artihkkalat)",
    # Press rooms and blogs: other texts of the same publisher or writer.
    r"(?:lue|katso)\s+(?:lisää|muita\s+\w{3,20})\s+(?:julkaisijal?ta|kirjoittajal?ta|tekijäl?tä|lähettäjäl?tä)(?:\s.{1,70})?",
    r"(?:lisää|muita|muut|uusimmat|viimeisimmät)\s+(?:[\w-]{3,25}\s+){0,2}?(?:julkaisijal?ta|kirjoittajal?ta|samalta\s+\w{3,20})(?:\s.{1,70})?",
    r"läs\s+mera?\s+från\s.{2,70}|mera?\s+från\s+(?:utgivaren|samma|avsändaren|skribenten|författaren)(?:\s.{1,70})?",
    r"(?:senaste|andra|fler|övriga)\s+(?:nyheter(?:na)?|pressmeddelanden(?:a)?|meddelanden(?:a)?)\s+från\s.{2,70}",
    r"(?:read\s+)?more\s+from\s+(?:the\s+|this\s+)?(?:publisher|author|writer|organi[sz]ation|us)(?:\s.{1,70})?|read\s+more\s+from\s.{2,70}",
    r"(?:latest|other|more|recent)\s+(?:news|releases|press\s+releases|posts)\s+(?:from|by)\s.{2,70}",
)
# Names of a site's lists: headings over other items beside a text, and no titles.
SECTION = _whole(
    r"(?:ajankohtaista|uutiset|uutisia|tiedotteet|tiedotteita|blogit?|tapahtumat|tapahtumia|(?:tulevat|tulevia|lähimmät|seuraavat)\s+tapahtum\w{1,4}|tapahtumakalenteri|julkaisut|artikkelit|jutut|kaikki\s+\w{4,15}|"
    r"etusivu|uutisarkisto|arkisto|ilmoitustaulu|vieraskirja|lyhyesti|nyheter|aktuellt|pressmeddelanden|meddelanden|blogg(?:en)?|inlägg|evenemang|kommande\s+evenemang|"
    r"händelser|kalender|arkiv|anslagstavla|news|latest|blog|posts|stories|press\s+releases|events|upcoming\s+events|archive|notice\s+board|ođđasat)",
)
# Headings over what a publisher says of itself under each of its texts.
ABOUT = _whole(
    r"tieto(?:a|ja)\s+(?:julkaisijasta|meistä|yhdistyksestä|järjestöstä|kirjoittajasta|lähettäjästä|organisaatiosta)|[\w\s.-]{2,50}\s(?:lyhyesti|pähkinänkuoressa)|"
    r"(?:kuka|mikä)\s+on\s+.{2,50}|om\s+(?:oss|utgivaren|avsändaren|föreningen|förbundet|organisationen|skribenten|författaren)|[\w\s.-]{2,50}\si\s+korthet|"
    r"about\s+(?:us|the\s+(?:publisher|author|writer|organi[sz]ation|society|association)|[A-Z].{1,50})|[\w\s.-]{2,50}\sin\s+brief|boilerplate",
)
# Headings over an invitation to subscribe …
_LETTERS_FI = (
    r"(?:(?:uutis|jäsen|verkko)kirje\w*|tiedot\w+|uuti\w+|postitus\w*|sähköpostilista\w*|blogi\w*|syöte\w*|rss\S*)"
)
_LETTERS_SV = (
    r"(?:(?:nyhets|medlems)brev\w*|(?:press)?meddeland\w+|nyheter\w*|(?:e-post|utskicks)lista\w*|blogg\w*|rss\S*)"
)
_LETTERS_EN = r"(?:newsletters?|releases?|press\s+releases?|news|mailing\s+list|updates|e-?mails?|blog|rss\S*)"
SUBSCRIBE = _whole(
    rf"(?:tilaa|liity|ilmoittaudu|rekisteröidy|tilaajaksi)(?:\s+[\w-]{{2,25}}){{0,3}}?\s+{_LETTERS_FI}(?:\s+[\w-]{{2,25}}){{0,3}}",
    rf"(?:prenumerera|abonnera|beställ|anmäl\s+dig|skriv\s+in\s+dig)(?:\s+[\w-]{{1,20}}){{0,3}}?\s+{_LETTERS_SV}(?:\s+[\w-]{{1,20}}){{0,4}}",
    rf"(?:subscribe|sign\s+up|register|join)(?:\s+[\w-]{{1,20}}){{0,4}}?\s+{_LETTERS_EN}(?:\s+[\w-]{{1,20}}){{0,6}}",
    r"(?:uutiskirje|nyhetsbrev(?:et)?|newsletter)",
)
# … "Följ Ungas hopp rf", which is one only over such words …
FOLLOW = _whole(r"(?:seuraa|följ|follow)\s.{2,70}")
# … and what stands under them, or alone: the words of forms and press rooms.
SUBSCRIBING = re.compile(
    r"(?:haluatko\s(?:tietää|kuulla|saada|pysyä)\s.{0,60}(?:ensimmäis|sähköpost|uutiskirj|tiedot|ajan\s+tasalla)|kun\s+tilaat\s.{0,40}(?:tiedot|uutiskirj)|"
    r"saat\s.{0,60}(?:suoraan\s+)?sähköpostiisi\b|voit\s.{0,30}perua\s.{0,20}tilau|uutishuoneessa(?:mme)?\s+voit\b|tutustu\s+uutishuonee|"
    r"vill\s+du\s(?:veta|få|höra)\s.{0,60}(?:först|e-post|nyhetsbrev|pressmeddeland)|(?:prenumerera|abonnera)\s+på\s+(?:våra?|de\s+senaste|alla)\b|"
    r"endast\s+(?:mejl|e-post)adress|du\s+kan\s+(?:när\s+som\s+helst\s+)?(?:avanmäla|avsluta)\b|få\s+(?:våra?\s+)?\S{3,25}\s+(?:direkt\s+)?(?:till\s+din\s+e-post|i\s+din\s+inkorg)|"
    r"i\s+(?:vårt\s+)?pressrum(?:met)?\s+kan\s+du\b|besök\s+(?:vårt\s+)?pressrum|"
    r"(?:want|would\s+you\s+like)\s+to\s+(?:know|be|get|hear)\s.{0,60}(?:first|e-?mail|newsletter|releases)|subscribe\s+to\s+(?:all\s+)?(?:the\s+latest|our)\b|"
    r"thanks\s+for\s+reading\b|subscribe\s+for\s+free\b|kiitos,?\s+(?:kun|että)\s+luit\b|tack\s+för\s+att\s+du\s+läs|ready\s+for\s+more\?|.{2,60}reader-supported\s+publication|"
    r"(?:great[!.]\s)?(?:check|confirm)\s+your\s+(?:inbox|e-?mail)|(?:enter|add|leave)\s+your\s+e-?mail|your\s+e-?mail(?:\s+address)?\s?[*:]?$|no\s+spam\b|(?:you\s+can\s+)?unsubscribe\s+(?:at\s+)?any\s?time|you'?(?:ve|\s+have)\s+successfully\s+(?:signed|subscribed)|"
    r"we(?:'ll|\s+will)\s+(?:never|not)\s+share\s+your|(?:email|e-mail)\s+sent!|this\s+post\s+is\s+for\s+(?:paying\s+)?subscribers|(?:kirjoita|anna|jätä|syötä)\s+sähköposti|ei\s+roskapostia|(?:voit\s+)?peru(?:uttaa)?\s+(?:tilauksen|tilauksesi|sen)?\s?milloin\s+tahansa|"
    r"(?:skriv|ange|fyll\s+i|lämna)\s+(?:in\s+)?(?:din|er)\s+(?:e-post|mejl)|ingen\s+(?:skräppost|spam)|(?:du\s+kan\s+)?avsluta\s+(?:prenumerationen\s+)?när\s+(?:du\s+vill|som\s+helst)|vi\s+(?:delar|lämnar)\s+(?:aldrig|inte)\s.{0,20}(?:uppgifter|adress)|vi\s+respekterar\s+din\s+integritet|"
    r"you\s+can\s+unsubscribe|(?:delivered|straight)\s+to\s+your\s+(?:inbox|e-?mail)|in\s+our\s+press\s?room\s+you\s+can|visit\s+our\s+press\s?room)",
    _I,
)
# A button at the end of every page; "Ilmoittaudu" stays, since it belongs to what the text invites to.
CALL = _whole(
    r"(?:liity|tule)\s+(?:jäseneksi|mukaan|kannattajaksi|vapaaehtoiseksi)(?:\s+[\w-]{3,20}){0,2}|(?:tee\s+)?lahjoit(?:a|us)(?:\s+(?:nyt|tästä))?|tue(?:\s+(?:meitä|työtämme|toimintaa\w*))?",
    r"bli\s+(?:medlem|månadsgivare|frivillig|stödmedlem)(?:\s+(?:nu|här))?|donera(?:\s+(?:nu|här))?|ge\s+en\s+gåva|stöd\s+(?:oss|vårt\s+arbete|vår\s+verksamhet)",
    r"(?:become\s+a\s+(?:member|volunteer|donor)|join\s+(?:us|now)|donate(?:\s+now)?|support\s+(?:us|our\s+work))",
    r"(?:avaa|näytä|öppna|visa|open|show)\s+(?:chat|chatti|chatten|the\s+chat|kartta|kartalla|kartan|på\s+kartan?|map|on\s+map)",
)
COUNTER = re.compile(
    r"\d{1,6}\s(?:henkilöä?|ihmistä|personer|people)\s(?:tykkää|on\stykännyt|gillar|like|reagoi)\b.{0,80}|\d{1,5}\s(?:minutes?|words|sanaa|ord|minuuttia|minuter)|"
    r"(?:näytöt|näyttökerrat|lukukertoja|näyttökertoja|katselut)\s?:?\s?\d[\d\s.,]{0,9}|\d[\d\s.,]{0,9}\snäyttökertaa|(?:meillä\son\s)?\d{1,4}\s(?:vierasta|gäster|guests)\s.{0,30}|"
    r"(?:kävijälaskuri|kävijöitä|käyntejä|kävijämäärä|sivulatauk\w+|katselukert\w+|luettu|lukukert\w+|besöksräknare|besökare|besök|"
    r"sidvisningar|visningar|läst|visitors?|visits|page\s?views|views|hits|counter)\b[\w\s.]{0,20}?:?\s{0,3}\d[\d\s.,]{0,12}(?:\s?(?:kertaa|gånger|times|kpl|st))?"
    r"|\d{1,3}\s?(?:min(?:uutin|utes?|uters|uuttia)?\.?)\s(?:read|lukuaika|läsning|läsningstid|lästid|lukea)|(?:lukuaika|lästid|reading\s+time):?\s.{0,12}\d{1,3}\s?min\w{0,6}\.?"
    r"|\d[\d\s.,]{0,12}\s(?:kävijää|tykkäystä|tykkää|jakoa|gilla-markering(?:ar)?|gillar|delningar|likes?|shares|kommenttia|kommentarer|comments|käyntiä|katselukertaa|lukukertaa|sivulatausta|besökare|visningar|visitors|views|hits)\.?",
    _I,
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
    r"(?:jätä|kirjoita|lisää|lähetä)\s+(?:uusi\s+)?(?:kommentti|kommenttisi|vastaus)(?:[.!…]\s.{0,70})?|kommentit\s+(?:käytössä|pois\skäytöstä)|discussion\s+about\s+this\s+\w{3,8}|kommentoi(?:\s+artikkelia)?|osallistu\s+keskusteluun",
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
    r"lähetä(?:\s+(?:sähköpostilla|ystävälle|kaverille|linkki))?|suosittele(?:\s+(?:sivua|ystävälle))?|tweet(?:taa)?|tviittaa|skicka(?:\s+(?:det\s+här|vidare|sidan|artikeln))?|tipsa(?:\s+en\s+vän)?|"
    r"(?:\(|,)?\s?(?:avautuu\s+uuteen\s+(?:ikkunaan|välilehteen)|aukeaa\s+uuteen\s+ikkunaan|öppnas\s+i\s+(?:ett\s+)?nytt\s+fönster|opens\s+in\s+(?:a\s+)?new\s+(?:window|tab))\)?|"
    r"(?:facebook|linkedin|twitter|x|whatsapp)-?(?:sivullasi|issa|ssä|ssa)|share\s+this\s+(?:story|post|news|page)|email\s+this|send\s+to\s+a\s+friend|tykkää|gilla|like|facebook|twitter|x|linkedin|whatsapp|instagram|youtube|bluesky|mastodon|threads|"
    r"\d{1,3}(?!\d)|comment|restack|like|copy|telegram|pinterest|sähköposti|e-post|e-?mail|rss|linkki|länk|på|med|on|via|:|\||,|·|•|/|-|\+)\s{0,3}){1,20}",
    _I,
)
COOKIES = re.compile(
    r"(?:tämä\s+)?(?:sivusto|sivustomme|verkkosivusto\w*|palvelu\w*)\s.{0,40}?eväste|(?:käytämme|hyödynnämme)\s.{0,60}?eväste|eväste(?:asetukset|käytäntö)|"
    r"(?:hyväksy|salli|hylkää)\s.{0,25}?eväste|(?:vi|webbplatsen|sidan|den\s+här\s+webbplatsen|på\s+webbplatsen)\s.{0,30}?använder?\s.{0,40}?(?:kakor|cookies)|"
    r"(?:godkänn|acceptera|avvisa|tillåt)\s.{0,25}?(?:kakor|cookies)|(?:we|this\s+(?:web)?site|our\s+(?:web)?site)\s.{0,20}?uses?\s.{0,40}?cookies|"
    r"(?:accept|reject|allow)\s.{0,25}?cookies|cookie\s+settings|inställningar\s+för\s+(?:kakor|cookies)",
    _I,
)
# Every form of COOKIES holds one of these.
COOKIE_WORDS = ("eväste", "kakor", "cookie")
SKIP = re.compile(
    r"(?:siirry|hyppää|ohita)\s.{0,40}?(?:sisältöön|navigaati\w+|hakuun|valikkoon|alatunnisteeseen|sisällön\s+alkuun)?|"
    r"(?:hoppa|gå)\s+(?:direkt\s+)?(?:till|över)\s.{2,40}|skip\s+(?:to|navigation|over).{0,40}|jump\s+to.{0,40}|njuike\s.{2,40}",
    _I,
)
# "Läs meddelandet på svenska", "Tämä sivu suomeksi": the way to another version, as a link or a line.
VERSION_LINE = re.compile(
    r"(?:(?:lue|katso|läs|se|read|view|see|loga)\s+)?(?:(?:tämä|tiedote|uutinen|artikkeli|sivu|teksti|sama|kirjoitus|den\s+här|denna|detta|meddelandet|nyheten|artikeln|"
    r"sidan|sida|texten|inlägget|samma|this|the|press|release|article|page|story|text|same|dát|siidu|ođas)\s+){0,4}(?:myös\s+|också\s+|även\s+|also\s+)?"
    r"(?:(?:suomeksi|ruotsiksi|englanniksi|saameksi|pohjoissaameksi|selkokielellä|på\s+(?:svenska|finska|engelska|samiska|lättläst\s+svenska)|"
    r"in\s+(?:english|finnish|swedish|easy\s+language)|suomagillii|ruoŧagillii|eŋgelasgillii|(?:davvi)?sámegillii)[\s,|/:·–>»-]{0,3}){1,4}"
    r"(?:suomi|svenska|english|davvisámegiella|suomeksi|på\s+svenska|in\s+english)?",
    _I,
)
# Over or under a text, about the page and not about its news.
PAGE_NOTICE = re.compile(
    r"(?:jutun\s|tekstin\s)?kirjoittaja\s(?:itse\s)?vastaa\s.{0,12}sisällöstä|(?:skribenten|författaren)\s(?:själv\s)?(?:ansvarar|svarar)\sför|the\s(?:author|writer)\sis\sresponsible|"
    r"(?:sivuja|sivua|sivustoa|kotisivuja)\s(?:päivittää|ylläpitää|hoitaa)\b|(?:sidan|sidorna|webbplatsen)\s(?:uppdateras|underhålls|sköts)\sav\b|(?:ilmoita|anmäl)\s(?:asiaton|virheestä|fel\spå\ssidan|olämpligt)|lähetä\sjuttuvinkki|"
    r"(?:sidansvarig|innehållsansvarig|sivun\s(?:vastuuhenkilö|omistaja)|sisällöstä\svastaa|sivusta\svastaa|(?:page|content)\sowner)\s?:?\s|"
    r"(?:huom[.!:]?\s)?(?:(?:tämä|tämän)\s(?:sivu|sivun|uutinen|uutisen|artikkeli|tiedote|sisältö|kirjoitus|juttu)\S{0,2}\s(?:on\s|sisältö\s)?(?:vanhentunut|arkistoitu|yli\s.{1,20}vanha|voi\solla|saattaa\solla)|"
    r"sisältö\s(?:ei\svälttämättä|saattaa\solla\svanhentun|voi\solla\svanhentun)|(?:arkistoitu|vanhentunut)\s(?:sisältö|uutinen|tiedote)\b|"
    r"(?:den\shär|denna|detta)\s(?:nyhet\w*|sida\w*|artikel\w*|meddelande\w*|innehåll\w*)\s(?:är\s(?:föråldra|arkivera|gamma|över|äldre)|har\sarkiverats|kan\svara)|innehållet\s(?:kan|är\skanske)\s.{0,20}(?:föråldra|inaktuell)|"
    r"this\s(?:page|news(?:\sitem)?|article|content|release|story)\s(?:is\s(?:outdated|archived|over|more\sthan|no\slonger)|has\s(?:been\sarchived|expired)|may\sbe)|"
    r"(?:kommentointi|kommenttien\slisääminen)\s(?:on\s)?(?:suljettu|päättynyt|ei\sole)|kommentering(?:en)?\sär\s(?:stängd|avslutad)|comments\sare\s(?:now\s)?closed|"
    r"lähetä\skommentteja|skicka\skommentarer|post\scomments\s\()",
    _I,
)
FOOTER = re.compile(
    r"\b(?:powered\sby|voimanlähteenä|made\swith|stolt\sskapad|drivs\sav)\s\w|^(?:tee\s(?:oma|omat|ilmaiset)\skotisivu|skapa\s(?:din\s)?egen\shemsida|kirjoita\svieraskirjaan|skriv\si\sgästboken)|"
    r"^(?:sivujen|sivuston|verkkosivujen|kotisivujen)\s(?:toteutus|ylläpito)|^(?:toteutus|ylläpito|webmaster|webbdesign|sivustosta\svastaa)\s?:|^(?:this\s(?:post|work|article|text)\sis\slicensed|lisenssi\s?:|licens\s?:)|"
    r"\b(?:paras(?:ta)?\s(?:katsella|katseltuna)|toimi[iv]\w{0,3}\sparhaiten|(?:visas|fungerar|ses)\sbäst|best\sviewed)\b.{0,60}(?:\d{3,4}\s?x\s?\d{3,4}|tarkkuu|resoluutio|upplösning|resolution|explorer|netscape|selai|webbläsare)|"
    r"^(?:olet\skävijä|du\sär\sbesökare|you\sare\svisitor)\s(?:nro|numero|nr|nummer|number|no)|"
    r"^(?:©|\(c\)\s|copyright\b)|©\s?(?:\d{4}|[A-ZÅÄÖ])|\b(?:y-tunnus|fo-nummer|business\s+id)\s?:?\s?\d{6,7}-\d|kaikki\s+oikeudet\s+pidätetään|"
    r"alla\s+rättigheter\s+förbehålls|all\s+rights\s+reserved|"
    r"^(?:tietosuoja(?:seloste|käytäntö)?|rekisteriseloste|saavutettavuus(?:seloste)?|saavutettavuusseloste|evästeet|evästeasetukset|"
    r"dataskydd(?:sbeskrivning)?|integritetspolicy|tillgänglighet(?:sutlåtande)?|privacy(?:\s+policy)?|accessibility(?:\s+statement)?|"
    r"käyttöehdot|användarvillkor|terms\s+of\s+(?:use|service)|sivukartta|webbplatskarta|sitemap|anna\s+palautetta|ge\s+respons)"
    r"(?:$|\s?[|•·,–-])",
    _I,
)
# The forms of FOOTER that may stand within a line hold one of these; the others open it.
_FOOTER_WORDS = ("©", "tunnus", "fo-nummer", "business", "oikeudet", "rättigheter", "rights")


def opens_footer(text: str) -> bool:
    """Whether a line is of the kind that stands in footers."""
    return bool(FOOTER.match(text)) or (has_any(text, _FOOTER_WORDS) and bool(FOOTER.search(text)))


BACK = _whole(
    r"(?:«|<{1,3}|←|‹|&lt;)?\s?(?:takaisin|palaa|tillbaka|återgå|back|return)(?:\s+[\w-]{2,25}){0,4}",
    r"(?:«|<{1,3}|←|‹)?\s?(?:edellinen|seuraava|föregående|nästa|previous|next)(?:\s+[\w-]{2,25}){0,2}\s?(?:»|>|→|›)?",
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
    r"(?:arvostele|arvioi|betygsätt|rate)\s+(?:artikkeli|sivu|juttu|resepti|artikeln|sidan|texten|this\s+\w{3,8})\b.{0,40}|"
    r"hjälpte\s+(?:informationen|sidan|texten|detta)\s.{2,40}|(?:kiitos|tack|thank\s+you|thanks)\s+(?:palautteesta(?:si)?|för\s+(?:din\s+)?(?:respons|feedback|åsikt)|for\s+your\s+(?:feedback|response)).{0,3}|"
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
    r"ajankohtaista|aktuellt|artikkeli|artikel|article|av|by|kirjoittaja|författare|author|teksti|text|lukuaika|lästid|min|minuuttia|minuter|read|den|kirjoittanut|päiväys|pvm|tekijä|"
    r"admin(?:istrator)?|webmaster|toimitus|ylläpito|toimisto|redaktion(?:en)?|kansliet?|[^\W\d_]{2,15}(?:tiedotus|tiedote|kirje|blogi)|"
    r"päivätty|kirjattu|utgive[nt]|daterad|dated|skapa[td]|"
    r"kirjoitettu|lähetetty|tillag[dt]|lagt\s+till|inlag[dt]|upplag[dt]|posta[dt]|skriv(?:en|et)|added|submitted|entered|written)\b",
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
