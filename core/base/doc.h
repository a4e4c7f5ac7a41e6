/* doc.h - what a function of the expression language says of itself, as data.
 *
 * Each function has one row beside its loop, and the row begins with this. Help at the prompt, the declarations for
 * editors and the page docs/expressions.md are made from it or checked against it, so that nothing is said twice.
 * All texts are constants and live as long as the program.
 */
#ifndef SL_BASE_DOC_H
#define SL_BASE_DOC_H

typedef struct SlDoc {
  const char *name;
  const char *usage;     /* as a call in a text: "round(x, places)" */
  const char *signature; /* as a method of its first argument: "(places?: integer)"; NULL: it is none, for want of one */
  const char *text;      /* what it gives, in a sentence or two */
  const char *example;   /* a line of Lua */
} SlDoc;

#endif
