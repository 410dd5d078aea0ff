# ruff: noqa: E501 - a paragraph stands on one line, as in a dump
"""Stories of our own writing, in eleven languages: places and people are invented.

Each language has a main story, a second one, and headlines of others. Wordings are what pages of that
language use; `odd` are wordings that no language pack knows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Wordings:
    read_also: str
    related: str
    most_read: str
    source: str
    tags: str
    share: str
    comments: str
    newsletter: str
    copyright: str
    read_more: str
    published: str
    reading_time: str
    menu: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    code: str
    main: Story
    second: Story
    headlines: tuple[str, ...]
    words: Wordings
    tag_run: str
    paper: str
    subhead: str
    question: str
    list_lead: str
    items: tuple[str, ...]


AR = Language(
    "ar",
    Story(
        "بلدية مرسى الورد تعيد فتح السوق القديم بعد عامين من الترميم",
        (
            "أعادت بلدية مرسى الورد، أمس الأحد، فتح السوق القديم أمام الزوار بعد عامين من أعمال الترميم التي كلفت سبعة ملايين دينار.",
            "وقالت رئيسة البلدية، هدى القاسمي، إن المهندسين حافظوا على الأقواس الحجرية وعلى الأبواب الخشبية التي يعود بعضها إلى أكثر من قرنين.",
            "وأضافت أن المحال ستعود إلى أصحابها بالإيجار القديم مدة خمس سنوات، على ألا تباع فيها إلا بضائع الحرفيين في المدينة.",
            "ورأى تاجر الأقمشة سليم البحري أن عودة السوق أعادت الروح إلى الحي كله، لكنه طالب بموقف للسيارات قرب المدخل الشرقي.",
            "وكانت عاصفة ضربت الساحل قبل ثلاثة أعوام قد أسقطت جزءا من السقف وأغرقت نصف الدكاكين بالمياه.",
            "ومن المقرر أن ينظم السوق مهرجانا للخزف في الخريف المقبل، بمشاركة أربعين حرفيا من القرى المجاورة.",
        ),
    ),
    Story(
        "علماء يكتشفون نوعا جديدا من الضفادع في مستنقعات الشمال",
        (
            "اكتشف علماء من جامعة تل النور نوعا جديدا من الضفادع في مستنقعات الشمال، لا يتجاوز طوله ثلاثة سنتيمترات.",
            "وأوضحت الباحثة ليلى الحداد أن الضفدع الجديد يصدر صوتا يشبه الصفير، ولا يخرج من الماء إلا في ليالي المطر.",
            "وذكر الفريق أن المستنقعات فقدت ثلث مساحتها خلال عشر سنوات، محذرا من أن النوع قد يختفي قبل أن يدرس.",
        ),
    ),
    (
        "ارتفاع أسعار القمح في أسواق الجنوب للشهر الثالث على التوالي",
        "نادي الميناء يتعاقد مع حارس المرمى نزار الطيب حتى نهاية الموسم",
        "وزيرة التعليم: الامتحانات في موعدها ولا نية للتأجيل",
        "حريق في مستودع للأخشاب شرق العاصمة دون إصابات",
        "بعد انقطاع دام شهرا.. عودة الرحلات البحرية إلى جزيرة الصدف",
        "مسرحية «ظل الشجرة» تفوز بجائزة الجمهور في مهرجان الربيع",
        "الأرصاد: أمطار غزيرة على المرتفعات مساء الخميس",
    ),
    Wordings(
        "إقرأ أيضاً:", "مقالات مشابهة", "الأكثر قراءة", "المصدر:", "كلمات دلالية:", "طباعة شارك", "التعليقات",
        "اشترك في النشرة البريدية", "جميع الحقوق محفوظة © 2026 صحيفة المرسى", "اقرأ المزيد", "تاريخ النشر: 12 أبريل 2026",
        "3 دقائق قراءة",
        ("الرئيسية", "أخبار محلية", "اقتصاد", "رياضة", "ثقافة", "منوعات", "فيديو", "اتصل بنا"),
    ),
    "مرسى الورد السوق القديم الترميم هدى القاسمي الحرفيين مهرجان الخزف",
    "صدى المرسى",
    "أقواس من حجر",
    "ماذا عن موقف السيارات؟",
    "وتشمل أعمال المرحلة المقبلة ما يأتي:",
    ("ترميم المدخل الشرقي", "إنارة الممرات بالطاقة الشمسية", "تبليط الساحة الوسطى", "إنشاء متحف صغير للحرف"),
)  # fmt: skip

EN = Language(
    "en",
    Story(
        "Harbour town reopens its covered market after two years of repairs",
        (
            "The covered market of Rosewater Harbour opened its doors again on Sunday, two years after a storm tore off half of its roof.",
            "Mayor Hilda Marrow said the engineers had kept the stone arches and every wooden door, some of which are older than the harbour wall.",
            "Traders will pay the old rent for five years, she added, provided that they sell only what is made in the town.",
            "Cloth merchant Simon Tarrant said the whole quarter felt alive again, but he asked for a car park near the eastern gate.",
            "The repairs cost seven million crowns, of which a third came from small donations collected by the town's schools.",
            "A pottery festival with forty workshops from the nearby villages is planned for the autumn.",
        ),
    ),
    Story(
        "Tiny whistling frog found in the northern marshes",
        (
            "Scientists have found a new species of frog in the northern marshes, barely three centimetres long and with a call like a whistle.",
            "The frog leaves the water only on rainy nights, said Leila Haddon of the university of Lightwick, who led the search.",
            "The marshes have lost a third of their area in ten years, and the team fears that the species may vanish before it is studied.",
        ),
    ),
    (
        "Wheat prices climb in the southern markets for a third month",
        "Harbour United sign goalkeeper until the end of the season",
        "Education minister: exams will be held as planned",
        "Fire destroys timber warehouse east of the capital",
        "Ferries to Shell Island return after a month's pause",
        "Play about an old tree wins the spring festival's audience prize",
        "Heavy rain expected over the hills on Thursday evening",
    ),
    Wordings(
        "Read also:", "Related articles", "Most read", "Source:", "Tags:", "Share this article", "Comments",
        "Sign up for our newsletter", "© 2026 The Rosewater Post. All rights reserved.", "Read more", "Published: 12 April 2026",
        "3 min read",
        ("Home", "Local", "Business", "Sport", "Culture", "Opinion", "Video", "Contact us"),
    ),
    "Rosewater Harbour covered market repairs Hilda Marrow traders pottery",
    "The Rosewater Post",
    "Arches of stone",
    "What about the car park?",
    "The next stage of the work includes:",
    ("repairs to the eastern gate", "solar lamps along the aisles", "new paving for the yard", "a small museum of crafts"),
)  # fmt: skip

FA = Language(
    "fa",
    Story(
        "بازار قدیمی بندر گلاب پس از دو سال بازسازی گشوده شد",
        (
            "بازار قدیمی بندر گلاب روز یکشنبه پس از دو سال بازسازی و با هزینه هفت میلیون سکه دوباره به روی مردم گشوده شد.",
            "شهردار بندر، هما کاسب‌زاده، گفت که مهندسان طاق‌های سنگی و درهای چوبی را که عمر برخی از آن‌ها به دو قرن می‌رسد نگه داشته‌اند.",
            "به گفته او مغازه‌ها پنج سال با اجاره پیشین به صاحبانشان سپرده می‌شود، به شرط آنکه تنها کالای پیشه‌وران شهر را بفروشند.",
            "سلیم دریایی، پارچه‌فروش، می‌گوید که بازگشایی بازار جان تازه‌ای به محله داده است، اما نزدیک دروازه خاوری پارکینگ لازم است.",
            "قرار است در پاییز جشنواره سفال با حضور چهل کارگاه از روستاهای اطراف در همین بازار برگزار شود.",
        ),
    ),
    Story(
        "کشف گونه تازه‌ای از قورباغه در تالاب‌های شمال",
        (
            "پژوهشگران دانشگاه تل‌نور گونه تازه‌ای از قورباغه را در تالاب‌های شمال یافته‌اند که درازای آن از سه سانتی‌متر بیشتر نیست.",
            "لیلا حدادی، سرپرست گروه، می‌گوید صدای این قورباغه به سوت می‌ماند و تنها در شب‌های بارانی از آب بیرون می‌آید.",
        ),
    ),
    (
        "بهای گندم در بازارهای جنوب برای سومین ماه بالا رفت",
        "دروازه‌بان تازه تیم بندر تا پایان فصل قرارداد بست",
        "وزیر آموزش: امتحانات در زمان خود برگزار می‌شود",
        "آتش‌سوزی در انبار چوب خاور پایتخت بدون آسیب‌دیده",
        "کشتی‌های جزیره صدف پس از یک ماه به راه افتادند",
    ),
    Wordings(
        "بیشتر بخوانید:", "اخبار مرتبط", "پربازدیدترین‌ها", "منبع:", "برچسب‌ها:", "اشتراک گذاری", "نظرات",
        "عضویت در خبرنامه", "تمامی حقوق محفوظ است © ۱۴۰۵", "ادامه مطلب", "تاریخ انتشار: ۲۳ فروردین ۱۴۰۵", "زمان مطالعه: ۳ دقیقه",
        ("صفحه اصلی", "سیاسی", "اقتصادی", "ورزشی", "فرهنگی", "عکس", "فیلم", "درباره ما"),
    ),
    "بندر گلاب بازار قدیمی بازسازی هما کاسب‌زاده سفال",
    "روزنامه گلاب",
    "طاق‌های سنگی",
    "پارکینگ چه شد؟",
    "کارهای مرحله بعد چنین است:",
    ("بازسازی دروازه خاوری", "روشنایی خورشیدی راهروها", "سنگ‌فرش حیاط", "موزه کوچک پیشه‌ها"),
)  # fmt: skip

UR = Language(
    "ur",
    Story(
        "گلاب بندر کا پرانا بازار دو برس کی مرمت کے بعد کھل گیا",
        (
            "گلاب بندر کا پرانا بازار دو برس کی مرمت اور ستر لاکھ روپے کے خرچ کے بعد اتوار کے روز دوبارہ عوام کے لیے کھول دیا گیا۔",
            "شہر کی میئر ہما قاسم نے بتایا کہ انجینئروں نے پتھر کی محرابیں اور لکڑی کے وہ دروازے محفوظ رکھے جن میں سے بعض دو صدی پرانے ہیں۔",
            "انہوں نے کہا کہ دکانیں پانچ برس تک پرانے کرائے پر دی جائیں گی، بشرطیکہ ان میں صرف شہر کے کاریگروں کا سامان بیچا جائے۔",
            "کپڑے کے تاجر سلیم بحری کا کہنا تھا کہ بازار کی واپسی سے پورا محلہ جی اٹھا ہے، تاہم مشرقی دروازے کے قریب پارکنگ ضروری ہے۔",
        ),
    ),
    Story(
        "شمالی دلدل میں مینڈک کی نئی قسم دریافت",
        (
            "تل نور یونیورسٹی کے سائنس دانوں نے شمالی دلدل میں مینڈک کی ایک نئی قسم دریافت کی ہے جس کی لمبائی تین سینٹی میٹر سے زیادہ نہیں۔",
            "تحقیق کی سربراہ لیلیٰ حداد کے مطابق یہ مینڈک سیٹی جیسی آواز نکالتا ہے اور صرف بارش کی راتوں میں پانی سے باہر آتا ہے۔",
        ),
    ),
    (
        "جنوبی منڈیوں میں گندم کی قیمت مسلسل تیسرے ماہ بڑھ گئی",
        "بندرگاہ کلب نے گول کیپر سے سیزن کے آخر تک معاہدہ کر لیا",
        "وزیر تعلیم: امتحانات اپنے وقت پر ہوں گے",
        "دارالحکومت کے مشرق میں لکڑی کے گودام میں آگ",
        "سیپ جزیرے کے لیے کشتیاں ایک ماہ بعد بحال",
    ),
    Wordings(
        "یہ بھی پڑھیں:", "متعلقہ خبریں", "مقبول ترین", "بشکریہ:", "ٹیگز:", "شیئر کریں", "تبصرے", "نیوز لیٹر",
        "جملہ حقوق محفوظ ہیں © 2026", "مزید پڑھیں", "شائع 12 اپریل 2026", "3 منٹ مطالعہ",
        ("صفحہ اول", "پاکستان", "دنیا", "کاروبار", "کھیل", "صحت", "ویڈیوز", "کالم"),
    ),
    "گلاب بندر پرانا بازار مرمت ہما قاسم کاریگر",
    "روزنامہ گلاب",
    "پتھر کی محرابیں",
    "پارکنگ کا کیا ہوا؟",
    "اگلے مرحلے کے کام یہ ہیں:",
    ("مشرقی دروازے کی مرمت", "راہداریوں میں شمسی چراغ", "صحن کا نیا فرش", "دستکاری کا چھوٹا عجائب گھر"),
)  # fmt: skip

FR = Language(
    "fr",
    Story(
        "La halle de Port-aux-Roses rouvre après deux ans de travaux",
        (
            "La halle couverte de Port-aux-Roses a rouvert ses portes dimanche, deux ans après la tempête qui avait emporté la moitié du toit.",
            "La maire, Hélène Marsac, a souligné que les ingénieurs avaient conservé les arches de pierre et toutes les portes de bois.",
            "Les marchands paieront l'ancien loyer pendant cinq ans, a-t-elle ajouté, à condition de ne vendre que des produits de la ville.",
            "Le drapier Simon Tarrant se réjouit de voir le quartier revivre, mais il réclame un parking près de l'entrée est.",
            "Un festival de la poterie, avec quarante ateliers des villages voisins, est prévu à l'automne.",
        ),
    ),
    Story(
        "Une minuscule grenouille siffleuse découverte dans les marais du nord",
        (
            "Des chercheurs ont découvert dans les marais du nord une nouvelle espèce de grenouille, longue de trois centimètres à peine.",
            "La grenouille ne quitte l'eau que les nuits de pluie, explique Leïla Haddad, de l'université de Luzel, qui a dirigé les recherches.",
        ),
    ),
    (
        "Le prix du blé grimpe pour le troisième mois sur les marchés du sud",
        "Le gardien du FC Port prolonge jusqu'à la fin de la saison",
        "La ministre de l'éducation maintient la date des examens",
        "Un entrepôt de bois ravagé par un incendie à l'est de la capitale",
        "Les ferries vers l'île aux Coquillages reprennent après un mois",
    ),
    Wordings(
        "Lire aussi :", "Sur le même sujet", "Les plus lus", "Source :", "Mots-clés :", "Partager sur Facebook", "Commentaires",
        "S'abonner à la newsletter", "Tous droits réservés © 2026", "Lire la suite", "Publié le 12 avril 2026", "3 min de lecture",
        ("Accueil", "Politique", "Économie", "Sport", "Culture", "Monde", "Vidéos", "Contact"),
    ),
    "Port-aux-Roses halle travaux Hélène Marsac poterie",
    "Le Courrier des Roses",
    "Des arches de pierre",
    "Et le parking ?",
    "La prochaine étape comprend :",
    ("la réfection de l'entrée est", "des lampes solaires", "un nouveau pavage", "un petit musée des métiers"),
)  # fmt: skip

ES = Language(
    "es",
    Story(
        "El mercado de Puerto Rosal reabre tras dos años de obras",
        (
            "El mercado cubierto de Puerto Rosal abrió de nuevo sus puertas el domingo, dos años después de que un temporal arrancara medio tejado.",
            "La alcaldesa, Elena Marzal, destacó que los ingenieros han conservado los arcos de piedra y todas las puertas de madera.",
            "Los comerciantes pagarán el alquiler antiguo durante cinco años, añadió, siempre que vendan solo productos de la ciudad.",
            "El pañero Simón Torrent celebró que el barrio haya vuelto a la vida, aunque pidió un aparcamiento junto a la puerta este.",
            "En otoño se celebrará un festival de cerámica con cuarenta talleres de los pueblos vecinos.",
        ),
    ),
    Story(
        "Hallan una diminuta rana silbadora en los pantanos del norte",
        (
            "Un grupo de científicos ha hallado en los pantanos del norte una nueva especie de rana que apenas mide tres centímetros.",
            "La rana solo sale del agua en las noches de lluvia, explicó Leila Haddad, de la Universidad de Luzón, que dirigió la búsqueda.",
        ),
    ),
    (
        "El precio del trigo sube por tercer mes en los mercados del sur",
        "El portero del Puerto renueva hasta final de temporada",
        "La ministra de Educación mantiene la fecha de los exámenes",
        "Un incendio destruye un almacén de madera al este de la capital",
        "Vuelven los barcos a la isla de la Concha tras un mes",
    ),
    Wordings(
        "Lee también:", "Noticias relacionadas", "Lo más leído", "Fuente:", "Etiquetas:", "Compartir en Facebook", "Comentarios",
        "Suscríbete a nuestro boletín", "Todos los derechos reservados © 2026", "Leer más", "Publicado el 12 de abril de 2026",
        "3 minutos de lectura",
        ("Inicio", "Política", "Economía", "Deportes", "Cultura", "Internacional", "Vídeos", "Contacto"),
    ),
    "Puerto Rosal mercado obras Elena Marzal cerámica",
    "El Diario del Rosal",
    "Arcos de piedra",
    "¿Y el aparcamiento?",
    "La próxima fase incluye:",
    ("la reforma de la puerta este", "farolas solares", "un nuevo pavimento", "un pequeño museo de oficios"),
)  # fmt: skip

DE = Language(
    "de",
    Story(
        "Markthalle von Rosenhafen nach zwei Jahren wieder geöffnet",
        (
            "Die Markthalle von Rosenhafen hat am Sonntag wieder geöffnet, zwei Jahre nachdem ein Sturm das halbe Dach abgerissen hatte.",
            "Bürgermeisterin Helga Marold sagte, die Ingenieure hätten die steinernen Bögen und jede der alten Holztüren erhalten.",
            "Die Händler zahlten fünf Jahre lang die alte Miete, fügte sie hinzu, wenn sie nur Waren aus der Stadt verkauften.",
            "Tuchhändler Simon Tarrant freute sich über das neue Leben im Viertel, forderte aber einen Parkplatz am Osttor.",
            "Für den Herbst ist ein Töpferfest mit vierzig Werkstätten aus den Dörfern der Umgebung geplant.",
        ),
    ),
    Story(
        "Winziger pfeifender Frosch in den nördlichen Mooren entdeckt",
        (
            "Forscher haben in den nördlichen Mooren eine neue Froschart entdeckt, die kaum drei Zentimeter lang ist und wie eine Pfeife klingt.",
            "Der Frosch verlasse das Wasser nur in Regennächten, sagte Leila Haddad von der Universität Lichtwick, die die Suche geleitet hat.",
        ),
    ),
    (
        "Weizenpreis steigt auf den Märkten des Südens den dritten Monat",
        "Torwart bleibt bis zum Ende der Saison beim SV Hafen",
        "Bildungsministerin hält am Termin der Prüfungen fest",
        "Feuer zerstört Holzlager im Osten der Hauptstadt",
        "Fähren zur Muschelinsel fahren nach einem Monat wieder",
    ),
    Wordings(
        "Lesen Sie auch:", "Ähnliche Artikel", "Meistgelesen", "Quelle:", "Schlagworte:", "Artikel teilen", "Kommentare",
        "Newsletter abonnieren", "Alle Rechte vorbehalten © 2026", "Weiterlesen", "Veröffentlicht am 12. April 2026", "3 Min. Lesezeit",
        ("Startseite", "Politik", "Wirtschaft", "Sport", "Kultur", "Panorama", "Videos", "Kontakt"),
    ),
    "Rosenhafen Markthalle Sturm Helga Marold Töpferfest",
    "Rosenhafener Bote",
    "Bögen aus Stein",
    "Und der Parkplatz?",
    "Zum nächsten Abschnitt gehören:",
    ("der Umbau des Osttors", "Solarleuchten in den Gängen", "ein neues Pflaster", "ein kleines Handwerksmuseum"),
)  # fmt: skip

TR = Language(
    "tr",
    Story(
        "Gül Limanı'nın kapalı çarşısı iki yıl sonra yeniden açıldı",
        (
            "Gül Limanı'nın kapalı çarşısı, fırtınanın çatısının yarısını söküp atmasından iki yıl sonra pazar günü yeniden açıldı.",
            "Belediye Başkanı Hülya Mercan, mühendislerin taş kemerleri ve ahşap kapıların tümünü koruduğunu söyledi.",
            "Mercan, esnafın yalnızca şehirde üretilen malları satması koşuluyla beş yıl boyunca eski kirayı ödeyeceğini belirtti.",
            "Kumaş tüccarı Selim Deniz, mahallenin yeniden canlandığını, ancak doğu kapısına bir otopark gerektiğini ifade etti.",
            "Sonbaharda çevre köylerden kırk atölyenin katılacağı bir çömlek şenliği düzenlenecek.",
        ),
    ),
    Story(
        "Kuzeydeki bataklıklarda ıslık çalan minik kurbağa bulundu",
        (
            "Bilim insanları kuzeydeki bataklıklarda boyu üç santimetreyi geçmeyen yeni bir kurbağa türü buldu.",
            "Araştırmayı yöneten Leyla Haddad, kurbağanın yalnızca yağmurlu gecelerde sudan çıktığını anlattı.",
        ),
    ),
    (
        "Buğday fiyatı güney pazarlarında üçüncü ayda da yükseldi",
        "Liman takımının kalecisi sezon sonuna kadar imzaladı",
        "Eğitim bakanı: Sınavlar zamanında yapılacak",
        "Başkentin doğusunda kereste deposu yandı",
        "Midye Adası seferleri bir ay sonra yeniden başladı",
    ),
    Wordings(
        "Ayrıca okuyun:", "İlgili haberler", "En çok okunanlar", "Kaynak:", "Etiketler:", "Haberi paylaş", "Yorumlar",
        "Bültenimize abone olun", "Tüm hakları saklıdır © 2026", "Devamını oku", "Yayınlanma: 12 Nisan 2026", "Okuma süresi: 3 dk",
        ("Ana sayfa", "Gündem", "Ekonomi", "Spor", "Kültür", "Dünya", "Video", "İletişim"),
    ),
    "Gül Limanı kapalı çarşı onarım Hülya Mercan çömlek",
    "Gül Postası",
    "Taştan kemerler",
    "Peki otopark?",
    "Sonraki aşamanın işleri şunlar:",
    ("doğu kapısının onarımı", "güneş enerjili lambalar", "avlunun yeni döşemesi", "küçük bir el sanatları müzesi"),
)  # fmt: skip

RU = Language(
    "ru",
    Story(
        "Крытый рынок Розовой Гавани открылся после двух лет ремонта",
        (
            "Крытый рынок Розовой Гавани вновь открылся в воскресенье, через два года после того, как буря сорвала половину крыши.",
            "Мэр Елена Марзова рассказала, что инженеры сохранили каменные арки и все деревянные двери, иным из которых два века.",
            "По её словам, торговцы пять лет будут платить прежнюю аренду, если станут продавать только товары городских мастеров.",
            "Торговец тканями Семён Торрин порадовался за квартал, но попросил устроить стоянку у восточных ворот.",
            "Осенью на рынке пройдёт праздник гончаров, в котором примут участие сорок мастерских из соседних сёл.",
        ),
    ),
    Story(
        "В северных болотах нашли крошечную свистящую лягушку",
        (
            "Учёные нашли в северных болотах новый вид лягушки, длина которой едва достигает трёх сантиметров.",
            "Лягушка выходит из воды только в дождливые ночи, рассказала руководитель поисков Лейла Хаддад.",
        ),
    ),
    (
        "Цены на пшеницу на южных рынках растут третий месяц",
        "Вратарь «Гавани» продлил контракт до конца сезона",
        "Министр образования: экзамены пройдут в срок",
        "На востоке столицы сгорел склад древесины",
        "Паромы на остров Ракушек пошли после месячного перерыва",
    ),
    Wordings(
        "Читайте также:", "Похожие новости", "Самое читаемое", "Источник:", "Теги:", "Поделиться в соцсетях", "Комментарии",
        "Подпишитесь на рассылку", "Все права защищены © 2026", "Читать далее", "Опубликовано: 12 апреля 2026", "3 мин. чтения",
        ("Главная", "Политика", "Экономика", "Спорт", "Культура", "В мире", "Видео", "Контакты"),
    ),
    "Розовая Гавань рынок ремонт Елена Марзова гончары",
    "Вестник Гавани",
    "Каменные арки",
    "А что со стоянкой?",
    "Следующий этап работ включает:",
    ("ремонт восточных ворот", "солнечные фонари", "новое мощение двора", "небольшой музей ремёсел"),
)  # fmt: skip

PT = Language(
    "pt",
    Story(
        "Mercado coberto de Porto Rosal reabre após dois anos de obras",
        (
            "O mercado coberto de Porto Rosal reabriu as portas no domingo, dois anos depois de um temporal ter arrancado metade do telhado.",
            "A prefeita, Helena Marçal, disse que os engenheiros conservaram os arcos de pedra e todas as portas de madeira.",
            "Os comerciantes pagarão o aluguel antigo durante cinco anos, acrescentou, desde que vendam apenas produtos da cidade.",
            "O vendedor de tecidos Simão Torres comemorou a volta da vida ao bairro, mas pediu um estacionamento junto ao portão leste.",
        ),
    ),
    Story(
        "Cientistas encontram minúscula rã assobiadora nos pântanos do norte",
        (
            "Cientistas encontraram nos pântanos do norte uma nova espécie de rã que mal chega a três centímetros de comprimento.",
            "A rã só deixa a água nas noites de chuva, explicou Leila Haddad, da Universidade de Luzeiro, que coordenou a busca.",
        ),
    ),
    (
        "Preço do trigo sobe pelo terceiro mês nos mercados do sul",
        "Goleiro do Porto renova até o fim da temporada",
        "Ministra da Educação mantém a data das provas",
        "Incêndio destrói depósito de madeira no leste da capital",
        "Barcos para a Ilha da Concha voltam após um mês",
    ),
    Wordings(
        "Leia também:", "Notícias relacionadas", "Mais lidas", "Fonte:", "Palavras-chave:", "Compartilhar no Facebook", "Comentários",
        "Assine nossa newsletter", "Todos os direitos reservados © 2026", "Leia mais", "Publicado em 12 de abril de 2026",
        "3 min de leitura",
        ("Início", "Política", "Economia", "Esportes", "Cultura", "Mundo", "Vídeos", "Contato"),
    ),
    "Porto Rosal mercado obras Helena Marçal comerciantes",
    "Diário do Rosal",
    "Arcos de pedra",
    "E o estacionamento?",
    "A próxima etapa inclui:",
    ("a reforma do portão leste", "luminárias solares", "um novo piso no pátio", "um pequeno museu de ofícios"),
)  # fmt: skip

IT = Language(
    "it",
    Story(
        "Riapre dopo due anni di lavori il mercato coperto di Porto Rosa",
        (
            "Il mercato coperto di Porto Rosa ha riaperto domenica, due anni dopo la tempesta che aveva strappato metà del tetto.",
            "La sindaca Elena Marzi ha detto che gli ingegneri hanno conservato gli archi di pietra e tutte le porte di legno.",
            "I mercanti pagheranno per cinque anni il vecchio affitto, ha aggiunto, purché vendano soltanto prodotti della città.",
            "Il venditore di stoffe Simone Torri si è detto felice per il quartiere, ma ha chiesto un parcheggio vicino alla porta est.",
        ),
    ),
    Story(
        "Scoperta nelle paludi del nord una minuscola rana che fischia",
        (
            "Un gruppo di scienziati ha scoperto nelle paludi del nord una nuova specie di rana, lunga appena tre centimetri.",
            "La rana lascia l'acqua solo nelle notti di pioggia, ha spiegato Leila Haddad dell'Università di Luzzo, che ha guidato le ricerche.",
        ),
    ),
    (
        "Il prezzo del grano sale per il terzo mese sui mercati del sud",
        "Il portiere del Porto rinnova fino alla fine della stagione",
        "La ministra dell'Istruzione conferma la data degli esami",
        "Un incendio distrugge un deposito di legname a est della capitale",
        "Dopo un mese tornano i traghetti per l'isola della Conchiglia",
    ),
    Wordings(
        "Leggi anche:", "Articoli correlati", "I più letti", "Fonte:", "Parole chiave:", "Condividi su Facebook", "Commenti",
        "Iscriviti alla newsletter", "Tutti i diritti riservati © 2026", "Continua a leggere", "Pubblicato il 12 aprile 2026",
        "3 minuti di lettura",
        ("Home", "Politica", "Economia", "Sport", "Cultura", "Esteri", "Video", "Contatti"),
    ),
    "Porto Rosa mercato lavori Elena Marzi mercanti",
    "La Gazzetta della Rosa",
    "Archi di pietra",
    "E il parcheggio?",
    "La prossima fase comprende:",
    ("il restauro della porta est", "lampade solari", "una nuova pavimentazione", "un piccolo museo dei mestieri"),
)  # fmt: skip

LANGUAGES = (AR, EN, FA, UR, FR, ES, DE, TR, RU, PT, IT)
