"""What is wrong with a map file, an area or a base map, in the language in force.

Damage to the bytes of a file is said without its particulars in Chinese: those are for the log.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.maps.errors import ArchiveError, CatalogueError, PlanError
from desktop.maps.importers.result import ImportRefused
from desktop.maps.said import Said
from desktop.models.import_report import said_text

translate = QCoreApplication.translate


def problem_text(error: object) -> str:
    """An error as a sentence; its own words where it has no code."""
    if isinstance(error, ArchiveError):
        return translate("MapProblems", "{name}：{problem}；{fix}").format(
            name=error.path.name, problem=_text(error.problem), fix=_text(error.fix)
        )
    if isinstance(error, PlanError | CatalogueError):
        return _text(error.said)
    if isinstance(error, ImportRefused):
        return said_text(error.said)
    return str(error)


def _text(said: Said) -> str:
    pattern = (_files() | _kinds() | _areas() | _fixes()).get(said.code)
    return pattern.format_map(said.params) if pattern else said.text


def _files() -> dict[str, str]:
    return {
        "file.not_opened": translate("MapProblems", "无法打开（{why}）"),
        "file.not_read": translate("MapProblems", "读取失败（{why}）"),
        "file.damaged": translate("MapProblems", "文件已损坏或不完整"),
        "geojson.size": translate("MapProblems", "GeoJSON 有 {size:,} 字节，太大"),
        "geojson.unusable": translate("MapProblems", "不是可显示的 GeoJSON"),
        "mbtiles.lacks": translate("MapProblems", "表 {table} 缺少 {columns}"),
        "mbtiles.format": translate("MapProblems", "瓦片格式为“{form}”"),
        "mbtiles.text": translate("MapProblems", "瓦片不是二进制数据"),
        "mbtiles.other": translate("MapProblems", "注明 {said}，实为 {held}"),
        "mbtiles.zoom": translate("MapProblems", "zoom_level 不是数值"),
        "mbtiles.zooms": translate("MapProblems", "注明的级别 {low}–{high} 不可能"),
        "mbtiles.bounds": translate("MapProblems", "范围“{text}”不在地球上"),
        "cache.closed": translate("MapProblems", "瓦片缓存无法打开（{why}）"),
    }


def _kinds() -> dict[str, str]:
    return {
        "is.zip": translate("MapProblems", "是 ZIP 压缩包"),
        "is.gzip": translate("MapProblems", "是 gzip 压缩文件"),
        "is.7z": translate("MapProblems", "是 7z 压缩包"),
        "is.geotiff": translate("MapProblems", "是 GeoTIFF"),
        "is.shapefile": translate("MapProblems", "是 Shapefile"),
        "is.geopackage": translate("MapProblems", "是 GeoPackage"),
        "is.pdf": translate("MapProblems", "是 PDF"),
        "is.other": translate("MapProblems", "是 {held}，不是 {kind}"),
        "is.empty": translate("MapProblems", "文件是空的"),
        "is.picture": translate("MapProblems", "是单张图片"),
        "is.page": translate("MapProblems", "是网页或出错信息"),
        "is.unknown": translate("MapProblems", "不是已知的地图格式"),
        "is.not_sqlite": translate("MapProblems", "不是 SQLite 数据库"),
        "base.local": translate("MapProblems", "“{title}”已在本机，不需要离线区域"),
        "base.no_area": translate("MapProblems", "“{title}”不能存为离线区域"),
        "base.token": translate("MapProblems", "“{title}”需要服务商的密钥，请填写“{token}”"),
    }


def _areas() -> dict[str, str]:
    return {
        "area.not_made": translate("MapProblems", "无法新建（{why}）"),
        "area.not_compacted": translate("MapProblems", "整理失败（{why}）"),
        "area.not_written": translate("MapProblems", "写入失败（{why}）"),
        "area.keeps_base": translate("MapProblems", "区域不能换底图，请新建"),
        "area.in_use": translate("MapProblems", "正在使用（{why}）"),
        "area.stranger": translate("MapProblems", "不是本程序的离线区域"),
        "area.no_zooms": translate("MapProblems", "这张底图只有 {low}–{high} 级"),
        "area.corners": translate("MapProblems", "范围要有 3 到 {most:,} 个顶点，现有 {n:,} 个"),
        "area.off_earth": translate("MapProblems", "有顶点不在地球上，请重画"),
        "area.zooms": translate("MapProblems", "级别 {low}–{high} 不在 0–{most} 内"),
        "area.forbidden": translate("MapProblems", "这张底图的条款不许批量下载，请换一张"),
        "area.too_many": translate(
            "MapProblems", "共 {n:,} 块，超过 {most:,} 块，请缩小范围或降低级别"
        ),
        "area.too_large": translate("MapProblems", "范围对 {z} 级太大，请缩小或降低级别"),
        "area.plan": translate("MapProblems", "区域的范围读不出来"),
    }


def _fixes() -> dict[str, str]:
    return {
        "fix.see": translate("MapProblems", "请检查文件是否存在、可读"),
        "fix.again": translate("MapProblems", "请重新获取文件"),
        "fix.retry": translate("MapProblems", "请重试"),
        "fix.import": translate("MapProblems", "请用“导入数据”"),
        "fix.unpack": translate("MapProblems", "请解压后打开里面的文件"),
        "fix.gdal": translate("MapProblems", "请用 gdal_translate -of MBTILES 转换"),
        "fix.origin": translate("MapProblems", "请打开生成它的地图"),
        "fix.kind": translate("MapProblems", '请在目录中写 kind = "{kind}"'),
        "fix.tippecanoe": translate("MapProblems", "请用 tippecanoe 转成 PMTiles"),
        "fix.export": translate("MapProblems", "请重新导出为 GeoJSON"),
        "fix.tiles": translate("MapProblems", "请选择瓦片文件"),
        "fix.download": translate("MapProblems", "请重新下载"),
        "fix.kinds": translate("MapProblems", "请选择 PMTiles、MBTiles 或 GeoJSON"),
        "fix.mbtiles": translate("MapProblems", "请选择 .mbtiles 文件，或重新获取"),
        "fix.database": translate("MapProblems", "请选择 MBTiles，其他数据库不是地图"),
        "fix.formats": translate("MapProblems", "请把瓦片转成 png、jpg、webp 或 pbf"),
        "fix.format": translate("MapProblems", "请把 metadata 的 format 改为 {held}"),
        "fix.zooms": translate("MapProblems", "请更正 metadata 的 minzoom 和 maxzoom"),
        "fix.bounds": translate("MapProblems", "请在 metadata 中写西,南,东,北的度数"),
        "fix.room": translate("MapProblems", "请检查磁盘空间和文件夹权限"),
        "fix.close": translate("MapProblems", "请关闭正在显示它的地图后重试"),
        "fix.area": translate("MapProblems", "请删除这个区域后重建"),
    }
