"""An import in words: what came in, in which system and why, and every row that did not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.maps.crs import Crs
from desktop.maps.importers.result import ImportSummary
from desktop.maps.said import Said

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a preview shows beside the map."""

    summary: str
    """So many features, so many refused."""
    system: str
    """The coordinate system, and how it is known."""
    notes: tuple[str, ...]
    refused: tuple[tuple[int, str], ...]
    """Line or feature number and the reason, in the file's order; the first of many."""
    unlisted: int
    """Refused rows beyond those listed."""
    swap: str
    """The question whether latitude and longitude are exchanged; empty when they are not."""


def report(result: ImportSummary) -> ImportReport:
    """The words of a result, in the language in force."""
    summary = translate("Import", "可导入 {count} 个要素，拒绝 {refused} 行").format(
        count=result.count, refused=result.refused_count
    )
    system = translate("Import", "{crs}（{reason}）").format(
        crs=crs_text(result.crs), reason=said_text(result.crs_reason)
    )
    swap = ""
    if result.swap_suspected is not None:
        swap = translate("Import", "{reason}。经纬度可能颠倒，要对调吗？").format(
            reason=said_text(result.swap_suspected)
        )
    return ImportReport(
        summary,
        system,
        tuple(said_text(note) for note in result.notes),
        tuple((row.row, said_text(row.reason)) for row in result.refused),
        result.refused_count - len(result.refused),
        swap,
    )


def crs_text(crs: Crs) -> str:
    """A coordinate system's name in the language in force."""
    return crs.title_en if translate("Wording", "zh") == "en" else crs.title


def said_text(said: Said) -> str:
    """A sentence of the importers in the language in force; its own words for a code unknown."""
    pattern = _files().get(said.code) or _rows().get(said.code) or _systems().get(said.code)
    try:
        return pattern.format_map(said.params) if pattern else said.text
    except KeyError:
        return said.text


def _files() -> dict[str, str]:
    """About the file as a whole."""
    return {
        "encoding": translate("Import", "按 {name} 编码读取"),
        "layer": translate("Import", "图层 {layer}，共 {count} 个"),
        "swapped": translate("Import", "第一个坐标按纬度（北坐标）读取"),
        "csv.columns": translate("Import", "坐标取自 {names}"),
        "csv.delimiter": translate("Import", "分隔符 {mark}"),
        "csv.empty": translate("Import", "表格是空的"),
        "csv.no_columns": translate("Import", "没有一列像坐标，请指定：{names}"),
        "csv.too_many_columns": translate("Import", "表格有 {count} 列，最多 {limit} 列"),
        "csv.wrong": translate("Import", "第 {line} 行：{why}"),
        "file.not_text": translate(
            "Import", "第 {line} 行第 {column} 字节既非 UTF-8 也非 GB 18030，请另存为 UTF-8"
        ),
        "file.too_large": translate("Import", "文件 {size} MB，最多 {limit} MB，请拆分"),
        "file.unwritable": translate("Import", "{name} 无法写入：{why}"),
        "child.crashed": translate("Import", "读取中途退出（代码 {exit}），文件可能已损坏"),
        "child.failed": translate("Import", "读取失败（{why}）"),
        "child.memory": translate("Import", "需要的内存超过 {gigabytes:g} GB，请拆分"),
        "child.too_long": translate("Import", "{minutes} 分钟仍未读完，请拆分"),
        "file.unreadable": translate("Import", "{name} 无法读取：{why}"),
        "geojson.no_features": translate("Import", "FeatureCollection 没有要素列表"),
        "geojson.no_type": translate("Import", "是 JSON 但不是 GeoJSON，类型为 {kind}"),
        "geojson.not_object": translate("Import", "是 JSON 但不是 GeoJSON"),
        "json.cut_off": translate("Import", "文件不完整，止于第 {line} 行第 {column} 列"),
        "json.wrong": translate("Import", "第 {line} 行第 {column} 列：{problem}"),
        "json.number": translate("Import", "文件中有过长的数字"),
        "json.too_deep": translate("Import", "嵌套过深，不是 GeoJSON"),
        "ogr.missing": translate(
            "Import", "GeoPackage 和 Shapefile 需要可选组件：pip install onemap[geo]"
        ),
        "ogr.no_layer": translate("Import", "{name} 没有这个带几何的图层"),
        "ogr.suffix": translate("Import", "{name} 不是 .gpkg 或 .shp"),
        "rows.too_many": translate("Import", "超过 {limit} 行，请拆分"),
        "vertices.too_many": translate("Import", "超过 {limit} 个顶点，请简化或拆分"),
        "mended.third_dropped": translate("Import", "略去 {n} 个点的高程"),
        "mended.rings_closed": translate("Import", "闭合了 {n} 个环"),
        "mended.winding_turned": translate("Import", "调整了 {n} 个环的方向"),
        "mended.antimeridian_cut": translate("Import", "{n} 个部分在 180° 处切开"),
    }


def _rows() -> dict[str, str]:
    """About one row."""
    return {
        "geometry.empty": translate("Import", "几何为空"),
        "geometry.no_coordinates": translate("Import", "几何没有坐标"),
        "geometry.none": translate("Import", "没有几何"),
        "geometry.not_numbers": translate("Import", "坐标不是两个数"),
        "geometry.not_object": translate("Import", "几何不是对象"),
        "geometry.too_deep": translate("Import", "几何集合嵌套过深"),
        "geometry.too_short": translate("Import", "有一部分只有 {found} 个点，至少 {fewest} 个"),
        "geometry.unknown": translate("Import", "{kind} 不是 GeoJSON 几何类型"),
        "row.no_place": translate("Import", "没有坐标"),
        "row.not_feature": translate("Import", "不是 GeoJSON 要素"),
        "row.not_finite": translate("Import", "坐标不是数值"),
        "row.not_number": translate("Import", "“{cell}”不是数值"),
        "row.outside": translate("Import", "{x:g}, {y:g} 不在地球上"),
        "wkb.wrong": translate("Import", "几何已损坏"),
        "wkt.wrong": translate("Import", "WKT 第 {at} 个字符有误"),
    }


def _systems() -> dict[str, str]:
    """About the coordinate system."""
    return {
        "crs.chosen": translate("Import", "人工选定"),
        "crs.column_name": translate("Import", "列名为 {name}"),
        "crs.from_file": translate("Import", "文件注明 {name}"),
        "crs.from_file_unknown": translate("Import", "文件注明 {name}，无法识别，按 WGS 84 处理"),
        "crs.of_format": translate("Import", "GeoJSON 默认"),
        "crs.unknown": translate("Import", "无法判断坐标系，请选择"),
        "guess.beyond_pole": translate("Import", "{share}% 的纬度超过 90°"),
        "guess.degrees": translate("Import", "按数值大小推测为经纬度"),
        "guess.near_town_swapped": translate("Import", "数据远离本地，对调后则在附近"),
        "guess.no_numbers": translate("Import", "没有一行是两个数"),
        "guess.unknown": translate("Import", "数值既不像经纬度，也不像已知分带的米制坐标"),
        "guess.web_mercator": translate("Import", "按数值大小推测为 Web 墨卡托"),
        "guess.zone_of_town": translate("Import", "横坐标不带带号，按本地推测中央经线 {meridian}°"),
        "guess.zone_prefix": translate("Import", "横坐标以带号 {zone} 开头"),
    }
