/* zip.h - the container of a workbook: parts in a zip file, read one at a time, in a stream, within limits.
 *
 *     x.ods  =  mimetype | content.xml | styles.xml | meta.xml | ...           minizip reads the directory and inflates
 *
 * A workbook comes from anywhere, so nothing in it is believed: neither a size that it states nor that its bytes inflate.
 *
 *     one part           4 GB unpacked at most, and 500 times its packed size once it is larger than 64 MB (a sheet of a million
 *                        cells: 150 MB, 20 times)
 *     damaged            what does not inflate, ends early or has another checksum is SL_EPARSE and names the part
 *     encrypted          SL_EPARSE, and says to save it without a password
 *
 * What is no zip file is told by its first bytes: an old Excel file, one with a password (both are "compound files"), a CSV file with
 * the wrong name.
 *
 * Ownership: one owner; close when done. One part is open at a time. Bytes and names are borrowed.
 * Private to core/workbook.
 */
#ifndef SL_WORKBOOK_ZIP_H
#define SL_WORKBOOK_ZIP_H

#include "core/base/file.h"

typedef struct SlZip SlZip;

SlStatus sl_zip_open(const char *path, SlZip **out, SlError *err);
SlStatus sl_zip_of_bytes(SlStr bytes, const char *name, SlZip **out, SlError *err);
void sl_zip_close(SlZip *zip); /* NULL is allowed */

const char *sl_zip_name(const SlZip *zip);
/* The regular file behind it; NULL when there is none. */
const SlFile *sl_zip_file(const SlZip *zip);

/* Whether there is such a part; case counts for nothing, as offices have it. */
bool sl_zip_has(SlZip *zip, const char *part);

/* The names of all parts, in small letters, each ended by a line feed, appended. */
void sl_zip_list(SlZip *zip, SlBuf *out);

/* The part's bytes in order: open, then read until *got is 0. Its checksum is compared at its end. */
SlStatus sl_zip_open_part(SlZip *zip, const char *part, SlError *err);
SlStatus sl_zip_read(SlZip *zip, char *out, size_t most, size_t *got, SlError *err);
int64_t sl_zip_taken(const SlZip *zip); /* packed bytes of the open part that were read so far */
void sl_zip_close_part(SlZip *zip);

#endif
