"""Eighty people who don't exist. All bear the names of birds, so that nobody takes them for somebody."""

from typing import NamedTuple


class Fictional(NamedTuple):
    """Somebody made up, and where she would live."""

    name: str
    place: str


_FLOCKS = {
    "Belgium": (
        "Ada Zwaluw, Jef Winterkoning, Lieve Roodborst, Wout Kievit, Fien Spreeuw, Stan Wulp, Noor Koekoek",
        "Ghent, Mechelen, Kortrijk",
    ),
    "Netherlands": (
        "Sanne Grutto, Daan Scholekster, Maartje IJsvogel, Bram Boomklever, Lotte Tureluur, Sjoerd Lepelaar, Femke Putter",
        "Utrecht, Delft, Groningen",
    ),
    "France": (
        "Margaux Hirondelle, Baptiste Mésange, Élodie Rossignol, Yann Héron, Salomé Linotte, Théo Huppe, Inès Alouette",
        "Nantes, Grenoble, Lille",
    ),
    "Germany": (
        "Anke Amsel, Jonas Zaunkönig, Frieda Rotkehlchen, Malte Eisvogel, Greta Zeisig, Emil Wiedehopf, Svenja Haubentaucher",
        "Freiburg, Leipzig, Bremen",
    ),
    "Spain": (
        "Lucía Golondrina, Iker Jilguero, Carmen Abubilla, Pau Petirrojo, Nerea Abejaruco, Hugo Mirlo, Marta Vencejo",
        "Bilbao, València, Granada",
    ),
    "Italy": (
        "Giulia Rondine, Davide Pettirosso, Chiara Cardellino, Matteo Usignolo, Elisa Upupa, Nicolò Allocco, Serena Cincia",
        "Torino, Bologna, Trento",
    ),
    "Portugal": (
        "Inês Andorinha, Rui Melro, Beatriz Pintassilgo, Tiago Cegonha, Leonor Poupa, Duarte Gaivota, Clara Rola",
        "Porto, Coimbra, Évora",
    ),
    "Poland": (
        "Zofia Jaskółka, Kuba Modraszka, Hanna Pliszka, Antoni Zimorodek, Lena Raniuszek, Szymon Czyżyk",
        "Kraków, Wrocław, Lublin",
    ),
    "Kenya": (
        "Wanjiru Mbayuwayu, Otieno Korongo, Achieng Kasuku, Kamau Bundi, Njeri Shomoro, Baraka Tai",
        "Nairobi, Kisumu, Nakuru",
    ),
    "India": (
        "Asha Bulbul, Ravi Koel, Meera Mynah, Kiran Sunbird, Lakshmi Hoopoe, Arjun Drongo, Divya Sarus",
        "Pune, Kochi, Bengaluru",
    ),
    "Brazil": (
        "Caio Sabiá, Luana Tangará, Davi Curió, Iara Tuiuiú, Bento Arara, Tainá Quero-Quero, Jussara Beija-Flor",
        "Recife, Curitiba, Belém",
    ),
    "Canada": (
        "Maud Chickadee, Owen Loon, Chantal Kinglet, Étienne Nuthatch, Freya Waxwing",
        "Halifax, Guelph, Sherbrooke",
    ),
}  # fmt: skip


def _flock(country: str, names: str, towns: str) -> list[Fictional]:
    places = towns.split(", ")
    return [Fictional(name, f"{places[n % len(places)]}, {country}") for n, name in enumerate(names.split(", "))]


PEOPLE: list[Fictional] = [
    person for country, (names, towns) in _FLOCKS.items() for person in _flock(country, names, towns)
]
"""Land by land; twelve of them."""
