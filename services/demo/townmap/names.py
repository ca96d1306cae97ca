"""Names of Yunze, and how they read in Latin letters. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product
from typing import Final

_SOUNDS: Final = (
    "云yun泽ze青qing华hua苏su新xin宝bao永yong安an和he文wen景jing春chun秋qiu梅mei兰lan竹zhu松song"
    "柏bai桂gui清qing明ming秀xiu丽li金jin玉yu福fu康kang乐le平ping虹hong霞xia锦jin溪xi浦pu塘tang"
    "泾jing港gang湾wan桥qiao林lin园yuan丰feng兴xing盛sheng昌chang泰tai宁ning顺shun德de仁ren义yi"
    "礼li智zhi信xin远yuan达da通tong北bei南nan东dong西xi环huan解jie放fang人ren民min汇hui沪hu建jian"
    "设she滨bin河he学xue府fu创chuang业ye市shi沈shen家jia陆lu浜bang顾gu宅zhai望wang绣xiu里li街jie"
    "老lao岸an渡du门men吴wu工gong横heng恒heng机ji械xie苑yuan庭ting邸di公gong寓yu花hua巷xiang"
    "朱zhu王wang张zhang李li徐xu唐tang钱qian孙sun姚yao庄zhuang埭dai江jiang一yi二er三san四si五wu"
    "宏hong六liu七qi八ba九jiu十shi镇zhen城cheng线xian湖hu"
    "万wan临lin光guang农nong冯feng凌ling凤feng前qian加jia动dong化hua厍she县xian友you双shuang发fa吕lyu"
    "周zhou何he倪ni品pin商shang嘉jia图tu场chang坊fang堰yan夏xia大da头tou岭ling川chuan广guang庙miao"
    "曙shu曹cao果guo楼lou步bu水shui流liu济ji海hai淀dian牛niu申shen白bai石shi立li红hong群qun联lian"
    "胜sheng范fan蒋jiang角jiao谊yi进jin阳yang陶tao风feng高gao黄huang旗qi星xing产chan社she沙sha泖mao"
    "口kou主zhu鲜xian中zhong生sheng油you泥ni钓diao漕cao"
)
_ENDINGS: Final = (
    ("下立交", " Underpass"),
    ("轨道交通泽城线", "Zecheng Metro Line"),
    ("沪泽铁路", "Huze Railway"),
    ("泽东高速", "Zedong Expressway"),
    ("居委", ""),
    ("泵站", " Pump Station"),
    ("派出所", " Police Station"),
    ("汽车站", " Bus Station"),
    ("消防救援站", " Fire Station"),
    ("图书馆", " Library"),
    ("工业区", " Industrial Zone"),
    ("市", " City"),
    ("县", " County"),
    ("人民医院", " People's Hospital"),
    ("社区卫生中心", " Community Health Centre"),
    ("机械厂", " Machine Works"),
    ("电子厂", " Electronics Works"),
    ("食品厂", " Food Works"),
    ("纺织厂", " Textile Mill"),
    ("包装厂", " Packaging Works"),
    ("汽配厂", " Auto Parts Works"),
    ("中学", " Middle School"),
    ("小学", " Primary School"),
    ("幼儿园", " Kindergarten"),
    ("大道", " Avenue"),
    ("公路", " Highway"),
    ("公园", " Park"),
    ("工业园", " Industrial Park"),
    ("新村", " Estate"),
    ("小区", " Estate"),
    ("花园", " Gardens"),
    ("公寓", " Apartments"),
    ("镇", " Town"),
    ("村", " Village"),
    ("路", " Road"),
    ("街", " Street"),
    ("弄", " Lane"),
    ("桥", " Bridge"),
    ("站", " Station"),
    ("江", " River"),
    ("河", " River"),
    ("港", " Creek"),
    ("浜", " Creek"),
    ("泾", " Creek"),
    ("塘", " Pond"),
    ("湖", " Lake"),
)


def _sound_of() -> dict[str, str]:
    sounds: dict[str, str] = {}
    sign = ""
    for letter in _SOUNDS:
        if letter.isascii():
            sounds[sign] += letter
        else:
            sign = letter
            sounds[sign] = ""
    return sounds


_BY_SIGN: Final = _sound_of()


def english(name: str) -> str:
    """The name in Latin letters, "" when one of its signs is not known."""
    for ending, spelled in _ENDINGS:
        if name.endswith(ending) and (name != ending or spelled[:1] != " "):
            stem = name.removesuffix(ending)
            sounds = _spelled(stem)
            return (sounds + spelled) if sounds or not stem else ""
    return _spelled(name)


def _spelled(name: str) -> str:
    if not all(sign in _BY_SIGN for sign in name):
        return ""
    return "".join(_BY_SIGN[sign] for sign in name).capitalize()


def estate_names() -> Iterator[str]:
    """Names of housing estates, without end, never one twice."""
    tails = ("苑", "花园", "小区", "公寓", "华庭", "家园", "名邸")
    firsts, seconds = "金锦玉兰秀丽明康福宁和景春桂", "泽溪华浦丰安林庭湾园泰"
    for number, (second, first) in _on_and_on(seconds, firsts):
        yield f"{first}{second}{tails[number * 3 % len(tails)]}{_later(number, seconds, firsts)}"


def hamlet_names() -> Iterator[str]:
    """Names of hamlets: the families that founded them and what they lie at."""
    places, families = "宅浜巷埭桥庄塘", "沈陆顾吴朱王张李徐唐钱孙姚"
    for number, (place, family) in _on_and_on(places, families):
        yield f"{family}家{place}{_later(number, places, families)}"


def works_names() -> Iterator[str]:
    """Names of factories, without end, never one twice."""
    trades = ("机械厂", "电子厂", "食品厂", "纺织厂", "包装厂", "汽配厂")
    firsts, seconds = "恒永华新宏泰金盛", "泰达兴丰通昌顺"
    for number, (first, second) in _on_and_on(firsts, seconds):
        yield f"{first}{second}{trades[number % len(trades)]}{_later(number, firsts, seconds)}"


def _on_and_on(first: str, second: str) -> Iterator[tuple[int, tuple[str, str]]]:
    return enumerate(cycle(product(first, second)))


def _later(number: int, first: str, second: str) -> str:
    """What sets a name apart from the same one the round before."""
    turn = number // (len(first) * len(second))
    return str(turn + 1) if turn else ""
