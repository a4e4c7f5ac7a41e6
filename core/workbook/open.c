#include "core/workbook/open.h"

#include "core/base/alloc.h"
#include "core/base/progress.h"
#include "core/workbook/parts.h"

static SlStatus read_kind(SlZip *zip, SlWorkbook *book, SlError *err) {
  const char *name = sl_zip_name(zip);
  if (sl_zip_has(zip, "content.xml")) {
    char type[128] = "";
    size_t got = 0;
    SlStatus status = SL_OK;
    if (sl_zip_has(zip, "mimetype")) {
      status = sl_zip_open_part(zip, "mimetype", err);
      if (status == SL_OK) status = sl_zip_read(zip, type, sizeof type - 1, &got, err);
      sl_zip_close_part(zip);
    }
    if (status != SL_OK) return status;
    SlStr kind = {type, got};
    static const char family[] = "application/vnd.oasis.opendocument.";
    if (sl_str_starts_with(kind, sl_str(family)) && !sl_str_starts_with((SlStr){type + sizeof family - 1, got - sizeof family + 1}, sl_str("spreadsheet")))
      return sl_fail(err, SL_EPARSE, "%s: this is an OpenDocument file, but no spreadsheet (%.*s)", name, (int)(got - sizeof family + 1), type + sizeof family - 1);
    book->format = sl_str("ods");
    return sl_ods_read(zip, book, err);
  }
  if (sl_zip_has(zip, "[Content_Types].xml") || sl_zip_has(zip, "xl/workbook.xml") || sl_zip_has(zip, "_rels/.rels")) {
    book->format = sl_str("xlsx");
    book->keeps_shown = false;
    return sl_xlsx_read(zip, book, err);
  }
  if (sl_zip_has(zip, "Index/Document.iwa"))
    return sl_fail(err, SL_EPARSE, "%s: this is a workbook of Numbers; open it there and export it as XLSX", name);
  return sl_fail(err, SL_EPARSE, "%s: this is a zip file, but no workbook (ODS or XLSX): unpack it first", name);
}

static SlStatus read_all(SlZip *zip, bool with_shown, SlWorkbook **out, SlError *err) {
  SlWorkbook *book = sl_workbook_new(sl_zip_name(zip));
  if (!book) return sl_fail_alloc(err, sizeof *book);
  book->keeps_shown = with_shown;
  SlStatus status = read_kind(zip, book, err);
  const SlFile *file = sl_zip_file(zip);
  if (file && (status == SL_OK || status == SL_EPARSE)) { /* damaged, or written to while it was read? */
    SlError changed;
    if (sl_file_check_unchanged(file, &changed) != SL_OK) {
      status = changed.status;
      if (err) *err = changed;
    }
    book->mark = file->mark;
    book->bytes = (int64_t)file->length;
  }
  if (status == SL_OK && book->sheet_count == 0)
    status = sl_fail(err, SL_EPARSE, "%s: the workbook has no sheets", sl_zip_name(zip));
  if (status == SL_OK)
    *out = book;
  else
    sl_workbook_free(book);
  return status;
}

SlStatus sl_workbook_open(const char *path, bool with_shown, SlWorkbook **out, SlError *err) {
  SlZip *zip;
  SlStatus status = sl_zip_open(path, &zip, err);
  if (status != SL_OK) return status;
  sl_progress_begin(path, (int64_t)sl_zip_file(zip)->length);
  status = read_all(zip, with_shown, out, err);
  sl_progress_end();
  sl_zip_close(zip);
  return status;
}

SlStatus sl_workbook_of_bytes(SlStr bytes, const char *name, bool with_shown, SlWorkbook **out, SlError *err) {
  SlZip *zip;
  SlStatus status = sl_zip_of_bytes(bytes, name, &zip, err);
  if (status != SL_OK) return status;
  status = read_all(zip, with_shown, out, err);
  sl_zip_close(zip);
  return status;
}
