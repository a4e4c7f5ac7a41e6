/* progress.h - how far a long read is: counted here, shown by whoever watches.
 *
 *     reader: begin(name, total) ... add(bytes, rows) from any of its threads ... end        watcher: look(), when it likes
 *
 * There is one count in a process. One read at a time is counted; a read within another counts for the outer one. Nothing is
 * allocated: a name longer than the field is cut between characters.
 */
#ifndef SL_BASE_PROGRESS_H
#define SL_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* total: bytes that will be taken, 0 when nobody knows. Each begin has its end. */
void sl_progress_begin(const char *name, int64_t total);
void sl_progress_end(void);
void sl_progress_add(int64_t bytes, int64_t rows); /* from any thread; counts for nothing when no read has begun */

typedef struct SlProgress {
  char name[96];
  int64_t total, bytes, rows;
} SlProgress;
bool sl_progress_look(SlProgress *out); /* from any thread; false: no read goes on */

#endif
