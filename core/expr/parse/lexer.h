/* lexer.h - the text of an expression as words and signs, one at a time.
 *
 *     people / $total > 1e-3      NAME people   DIV   PARAM total   GT   NUMBER 0.001   END
 *
 * Ownership: held by value; sl_lexer_init before use, sl_lexer_reset frees. Text of tokens lives until the reset.
 * Private to core/expr/parse.
 */
#ifndef SL_EXPR_LEXER_H
#define SL_EXPR_LEXER_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef enum SlTokenKind {
  SL_TOKEN_END,
  SL_TOKEN_NAME,    /* text */
  SL_TOKEN_QUOTED,  /* a name in backticks: text */
  SL_TOKEN_PARAM,   /* text, without the $ */
  SL_TOKEN_INTEGER, /* magnitude: up to 2^63, which only a minus may precede */
  SL_TOKEN_NUMBER,  /* number */
  SL_TOKEN_TEXT,    /* text */
  SL_TOKEN_EQ, SL_TOKEN_NE, SL_TOKEN_LT, SL_TOKEN_LE, SL_TOKEN_GT, SL_TOKEN_GE,
  SL_TOKEN_ADD, SL_TOKEN_SUB, SL_TOKEN_MUL, SL_TOKEN_DIV, SL_TOKEN_IDIV, SL_TOKEN_MOD, SL_TOKEN_POW, SL_TOKEN_CONCAT,
  SL_TOKEN_OPEN, SL_TOKEN_CLOSE, SL_TOKEN_COMMA,
  SL_TOKEN_ASSIGN,  /* = ; means something only after a name at the start */
  SL_TOKEN_AND, SL_TOKEN_OR, SL_TOKEN_NOT, SL_TOKEN_IN, SL_TOKEN_IS, SL_TOKEN_BETWEEN, SL_TOKEN_MISSING, SL_TOKEN_NIL,
  SL_TOKEN_TRUE, SL_TOKEN_FALSE
} SlTokenKind;

typedef struct SlToken {
  SlTokenKind kind;
  size_t begin, end; /* bytes of the source */
  SlStr text;
  uint64_t magnitude;
  double number;
} SlToken;

typedef struct SlLexer {
  SlStr source;
  size_t at;
  SlArena arena;
} SlLexer;

void sl_lexer_init(SlLexer *lexer, SlStr source);
void sl_lexer_reset(SlLexer *lexer);

/* The next token; at the end, END again and again. SL_EPARSE with its place and, where a habit from another language
 * shows, the word of this one. */
SlStatus sl_lexer_next(SlLexer *lexer, SlToken *token, SlError *err);

#endif
