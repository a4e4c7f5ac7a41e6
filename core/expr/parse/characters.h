/* characters.h - a lexer at one place of its text: for lexer.c, and for the files that read the longer tokens.
 *
 *     numbers.c   17   1e-3   0x1F          texts.c   "a \"b\""   `Age group`
 * Private to core/expr/parse.
 */
#ifndef SL_EXPR_CHARACTERS_H
#define SL_EXPR_CHARACTERS_H

#include "core/expr/parse/lexer.h"

/* Each takes the token that begins where the lexer is; its `begin` is set. */
SlStatus sl_lexer_number(SlLexer *lexer, SlToken *token, SlError *err);
SlStatus sl_lexer_text(SlLexer *lexer, SlToken *token, SlError *err);
SlStatus sl_lexer_quoted_name(SlLexer *lexer, SlToken *token, SlError *err);

/* Letters, digits and letters beyond ASCII, as far as they go. */
void sl_lexer_skip_word(SlLexer *lexer);

/* A letter beyond ASCII: part of a name, as in `région`. */
bool sl_lexer_is_wide_letter(const SlLexer *lexer);

static inline bool sl_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool sl_is_hex(char c) { return sl_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static inline int sl_hex_value(char c) { return sl_is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; }
static inline bool sl_is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static inline char sl_lexer_peek(const SlLexer *lexer, size_t ahead) {
  return lexer->at + ahead < lexer->source.length ? lexer->source.bytes[lexer->at + ahead] : '\0';
}

static inline SlStr sl_lexer_since(const SlLexer *lexer, size_t begin) {
  return (SlStr){lexer->source.bytes + begin, lexer->at - begin};
}

#endif
