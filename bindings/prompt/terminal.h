/* terminal.h - what the terminal is, if there is one.
 * Private to bindings/prompt.
 */
#ifndef SLL_TERMINAL_H
#define SLL_TERMINAL_H

/* Whether standard input and output are a terminal that understands escape codes. */
int sll_terminal_is_capable(void);

/* Columns and rows of the terminal; 80 and 24 when there is none. */
void sll_terminal_size(int *columns, int *rows);

#endif
