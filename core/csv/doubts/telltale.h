/* telltale.h - what the bytes of a file give away: that it is no text or no table at all, or how much of it is not UTF-8.
 *
 *     BZh91AY&SY...         packed with bzip2             PK..[Content_Types].xml      an Excel workbook
 *     \xD0\xCF\x11\xE0...   an old Excel workbook         caf\xE9, and \xC3\xA9t\xC3\xA9   one byte that is not UTF-8, two letters that are
 * Private to core/csv.
 */
#ifndef SL_CSV_TELLTALE_H
#define SL_CSV_TELLTALE_H

#include "core/base/status.h"
#include "core/base/str.h"

/* SL_EPARSE when the text begins as a file does that is none, with what to do. */
SlStatus sl_check_is_text(SlStr text, const char *name, SlError *err);

/* The notice for a text that was read as Windows-1252, as it is not UTF-8 from byte `bad` on. */
void sl_tell_windows_1252(SlStr text, size_t bad, SlBuf *notices);

#endif
