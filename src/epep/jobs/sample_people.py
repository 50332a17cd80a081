"""The invented people of the sample. None of them exists; their e-mail addresses end in example.org and go nowhere."""

from epep.form.parts import Part

OFFICE = (
    ("Vi Penrose", Part.VIRTUAL_SCHOOL_ADMINISTRATOR),
    ("Hal Brightwater", Part.VIRTUAL_SCHOOL_HEAD),
    ("Conny Reeve", Part.CONFERENCE_AND_REVIEW_TEAM),
    ("Lee Caring", Part.LEAVING_CARE_ADMINISTRATOR),
    ("Sy Stems", Part.SYSTEM_ADMINISTRATOR),
)
"""Who holds a post in the authority."""

SOCIAL_WORKERS = ("Sam Okafor", "Priya Nairn", "Tomasz Wilk")
ADVISERS = ("Ed Lindqvist", "Ruth Ferncliffe")
PERSONAL_ADVISER = "Pat Quill"
TEACHERS = (
    ("Ms Dee Marlowe", "Oakfield College", "college"),
    ("Mr Joe Tamworth", "Priory Sixth Form", "school"),
    ("Ms Ana Delgrove", "Ridgeway Training", "training"),
)
"""Each designated teacher with their provider and its kind."""

CARERS = ("Carol Finch", "Bola Adeyinka", "George Pimm", "Mira Holt", "Sunil Verma-Gray")
KEY_WORKERS = ("Kim Sato", "Jas Corrigan")
PARENTS = ("Max", "Dana", "Aled", "Ewa")
"""First names; a parent has the young person's family name, no e-mail address and no account."""

YOUNG_PEOPLE = (
    ("Kai", "Mensah"), ("Amara", "Jonesby"), ("Leo", "Tarrow"), ("Jamie", "Reidson"), ("Noor", "Ahmadi-Vale"),
    ("Rosa", "Pinewood"), ("Ben", "Okorofield"), ("Chidi", "Ezenorth"), ("Ella", "Webbley"),
    ("Tia", "Brookmere"), ("Owen", "Fairlamb"), ("Sian", "Llewelfan"), ("Zofia", "Kowalbrook"),
    ("Filmon", "Tesfahill"), ("Ruby", "Ashgrove"), ("Dylan", "Marshfoot"), ("Hana", "Yusufield"),
    ("Marcus", "Greatwood"), ("Ivy", "Stonebridge"), ("Tariq", "Rahmanby"), ("Freya", "Nightingdale"),
    ("Luca", "Bellweather"), ("Grace", "Oyelake"), ("Finn", "Carraway"), ("Maya", "Singhurst"),
    ("Theo", "Blackwater"), ("Nia", "Pritchmoor"), ("Callum", "Dunmore-Lee"), ("Aisha", "Farrowdene"),
    ("Jude", "Hollinside"), ("Poppy", "Quennell"), ("Samir", "Haddonfield"), ("Erin", "Gallowglen"),
    ("Kofi", "Boatward"), ("Lily", "Winterton"), ("Arlo", "Peverstone"), ("Selam", "Abebrook"),
    ("Harvey", "Underhill"), ("Skye", "Mackinley"), ("Yas", "Abarafield"),
)  # fmt: skip
"""Given and family names, forty of them."""
