/* assert.h - what must be true of our own code, looked at in debug builds.
 *
 *     SL_ASSERT(row >= 0 && row < column->length);
 *
 * For bugs of the engine alone: what a file, a script or a full disk can bring about is an SlStatus. In debug builds (and those
 * with sanitizers) a condition that fails stops the program where it is, by a trap instruction: core prints nothing and calls no
 * abort(), and a debugger, a sanitizer or the test's own handler shows the place. In release builds a condition is compiled, so
 * that it keeps compiling, and never evaluated.
 */
#ifndef SL_BASE_ASSERT_H
#define SL_BASE_ASSERT_H

#ifdef SL_ASSERTIONS
#define SL_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define SL_ASSERT(condition) ((void)(0 && (condition)))
#endif

#endif
