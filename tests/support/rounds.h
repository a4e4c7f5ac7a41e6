/* rounds.h - how often a random test goes round: `full` times, and a tenth of that under ThreadSanitizer. That looks for races, and
 * they show on the ways that are taken, whatever the values are; the other builds, which ask whether values are right, go round in full.
 */
#ifndef SL_TESTS_SUPPORT_ROUNDS_H
#define SL_TESTS_SUPPORT_ROUNDS_H

#if defined(__SANITIZE_THREAD__)
static inline int rounds(int full) { return full < 10 ? full : full / 10; }
#else
static inline int rounds(int full) { return full; }
#endif

#endif
