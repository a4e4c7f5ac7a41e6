/* zip_write.h - the container of a workbook, written part by part in a stream.
 *
 *     begin "content.xml" -> add, add, add -> end       a part; its header is written again when its length is known
 *     finish                                            the directory
 *
 *     local header | bytes | local header | bytes | ... | directory | end
 *
 * The same parts give the same bytes: no times are in it. A part of 4 GB or more, packed or not, is refused, as no office opens it.
 *
 * Ownership: one owner; free when done. Where the bytes go is the caller's: an open file, or a buffer.
 * Private to core/workbook.
 */
#ifndef SL_WORKBOOK_ZIP_WRITE_H
#define SL_WORKBOOK_ZIP_WRITE_H

#include "core/base/file.h"

typedef struct SlZipOut SlZipOut;

/* Either file or bytes is NULL. `name` is what messages call it. */
SlStatus sl_zip_out_new(SlFileOut *file, SlBuf *bytes, const char *name, SlZipOut **out, SlError *err);
void sl_zip_out_free(SlZipOut *zip); /* NULL is allowed */

SlStatus sl_zip_out_begin(SlZipOut *zip, const char *part, bool packed, SlError *err);
SlStatus sl_zip_out_add(SlZipOut *zip, SlStr bytes, SlError *err);
SlStatus sl_zip_out_end(SlZipOut *zip, SlError *err);
/* A whole part. */
SlStatus sl_zip_out_part(SlZipOut *zip, const char *part, bool packed, SlStr bytes, SlError *err);
SlStatus sl_zip_out_finish(SlZipOut *zip, SlError *err);

#endif
