/* program.h - the program slavelab, from its command line to its exit status.
 *
 *     options -> state -> places of scripts -> script, chunks or prompt -> outputs written
 *
 * Everything that Lua does runs in protected calls; what goes wrong is told on standard error.
 */
#ifndef SLL_PROGRAM_H
#define SLL_PROGRAM_H

/* 0 done, 1 the script or its data failed, 2 the command line is wrong, 130 interrupted. */
int sll_program(int argc, char **argv);

#endif
