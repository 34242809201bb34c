"""The words that names and texts are put together from; all of them are invented here.

Addresses end in `.example`, which nobody can own, so nothing sent to one arrives.
"""

from api.demo.draws import Choice, evenly, weighted

FIRST_NAMES = evenly((
    "Aina", "Ben", "Chen", "Dara", "Elif", "Farid", "Grace", "Hana", "Imran", "Joon", "Kavya",
    "Lena", "Mei", "Nadia", "Omar", "Priya", "Quentin", "Rosa", "Siti", "Tomas", "Uma", "Viktor",
    "Wei", "Ximena", "Yusuf", "Zara", "Arjun", "Bianca", "Carlos", "Devi", "Emil", "Fiona",
))  # fmt: skip
LAST_NAMES = evenly((
    "Adler", "Bakar", "Castro", "Danso", "Eriksen", "Fong", "Gupta", "Haddad", "Ibrahim", "Jansen",
    "Kaur", "Lim", "Moreau", "Nair", "Okafor", "Park", "Quispe", "Rahman", "Santos", "Tan",
    "Ueda", "Varga", "Wong", "Yilmaz", "Zhou", "Berg", "Dimas", "Ferrari", "Hassan", "Kovac",
))  # fmt: skip
STREETS = evenly((
    "Orchard Lane", "Harbour Road", "Maple Street", "Temple Street", "Station Road", "Lotus Avenue",
    "Canal Walk", "Hillside Drive", "Garden Terrace", "Market Square",
))  # fmt: skip

Place = tuple[str, str, str]
"""A country's ISO 3166-1 code, a region and a city of it."""

PLACES: Choice[Place] = weighted(
    {
        ("MY", "Selangor", "Shah Alam"): 20,
        ("MY", "Penang", "George Town"): 14,
        ("MY", "Johor", "Johor Bahru"): 10,
        ("SG", "Singapore", "Singapore"): 14,
        ("ID", "Jakarta", "Jakarta"): 12,
        ("AU", "Victoria", "Melbourne"): 8,
        ("GB", "England", "Leeds"): 8,
        ("US", "Oregon", "Portland"): 8,
        ("DE", "Hesse", "Kassel"): 6,
    }
)

Device = tuple[str, str, str, str]
"""The kind of device, the browser, the operating system, and how the browser names itself."""

DEVICES: Choice[Device] = weighted(
    {
        ("mobile", "Chrome", "Android", "Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile"): 46,
        ("mobile", "Safari", "iOS", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6) Safari/605.1"): 28,
        ("desktop", "Chrome", "Windows", "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/141.0"): 14,
        ("desktop", "Firefox", "Linux", "Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0"): 4,
        ("desktop", "Safari", "macOS", "Mozilla/5.0 (Macintosh; Mac OS X 15_6) Safari/605.1"): 6,
        ("tablet", "Safari", "iPadOS", "Mozilla/5.0 (iPad; CPU OS 18_6) Safari/605.1"): 2,
    }
)
BOT: Device = ("bot", "Headless", "Linux", "Mozilla/5.0 (compatible; crawler/2.1)")

REFERRERS: Choice[str | None] = weighted(
    {
        "https://search.example/": 30,
        "https://video.example/watch": 22,
        "https://social.example/feed": 24,
        "https://blog.example/reviews": 8,
        None: 16,
    }
)
UTM_SOURCES: Choice[tuple[str | None, str | None]] = weighted(
    {
        ("meta", "paid_social"): 38,
        ("google", "cpc"): 24,
        ("newsletter", "email"): 14,
        ("youtube", "video"): 10,
        (None, None): 14,
    }
)
TOPICS = (
    "Spring Launch", "Founders Week", "Payday Sale", "Open House", "Webinar Reminder",
    "Last Chance", "New Arrivals", "Member Day", "Early Bird", "Season Finale",
)  # fmt: skip
GOODS = (
    "Growth Playbook", "Launch Workshop", "Content Calendar", "Studio Kit", "Mentoring Hour",
    "Template Pack", "Community Pass", "Audit Report", "Camera Course", "Sales Sprint",
)  # fmt: skip
EDITIONS = ("Starter", "Standard", "Plus", "Team", "Classic")
