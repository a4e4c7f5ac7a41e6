/* parsing.h - a text on its way to a tree: what the files that read it share.
 *
 *     lexer.h            words and signs          word_operators.c   is, in, between and their negations
 *     parser.c           the grammar              over.c             "mean(*) over numeric"
 *     messages.c         what is wrong, and what may have been meant
 *
 * Functions that give a tree give NULL when they fail, with the status set; what they were given to build with is released then, too.
 * Ownership: held by value; sl_parser_begin before use, sl_lexer_reset(&parser.lexer) frees.
 * Private to core/expr/parse.
 */
#ifndef SL_EXPR_PARSING_H
#define SL_EXPR_PARSING_H

#include "core/expr/expr.h"
#include "core/expr/parse/lexer.h"

typedef struct SlParser {
  SlLexer lexer;
  SlToken last, token; /* the one taken and the one looked at */
  int nesting;
  bool each; /* whether "*" may stand for a column */
  SlStatus status;
  SlError *err;
} SlParser;

/* The operands of one call or list while they are read. */
typedef struct SlParsed {
  SlExpr **items;
  size_t count, capacity;
} SlParsed;

void sl_parser_begin(SlParser *parser, SlStr text, SlError *err);

/* --- tokens --- */

SlStr sl_parser_text(const SlParser *parser, const SlToken *token);
bool sl_token_is_name(SlTokenKind kind);
bool sl_token_is_word_operator(SlTokenKind kind); /* or the "not" before one */
bool sl_parser_advance(SlParser *parser);         /* false on a lexical error, with the status set */

/* Whether the token was of that kind and is taken. On a lexical error false, with the status set. */
bool sl_parser_take(SlParser *parser, SlTokenKind kind);

/* --- the grammar --- */

/* An expression of operators that bind more tightly than `above`; comparisons have SL_COMPARISON_LEVEL. */
enum { SL_COMPARISON_LEVEL = 3 };
SlExpr *sl_parse_level(SlParser *parser, int above);
SlExpr *sl_parse_operand(SlParser *parser);

/* What stands on the level of comparisons but takes no plain right operand. Takes over left. */
SlExpr *sl_parse_word_operator(SlParser *parser, SlExpr *left);

/* "a, b, c)" behind an opening bracket. */
bool sl_parse_list(SlParser *parser, SlParsed *list, size_t opened_at);
bool sl_parsed_add(SlParser *parser, SlParsed *list, SlExpr *item); /* takes over the item */
void sl_parsed_release(SlParsed *list);

/* --- building; the operands are released in any case --- */

SlExpr *sl_parser_operation(SlParser *parser, SlOperator op, SlExpr **operands, int64_t count, size_t at);
SlExpr *sl_parser_unary(SlParser *parser, SlOperator op, SlExpr *operand, size_t at);

/* --- failing: all give NULL --- */

SlExpr *sl_parser_fail(SlParser *parser, size_t at, const char *format, ...) SL_PRINTF(3, 4);
SlExpr *sl_parser_fail_memory(SlParser *parser);

/* A constructor gave NULL: the tree was too deep, or there is no memory. The operands stay the caller's. */
SlExpr *sl_parser_fail_to_build(SlParser *parser, SlExpr *const *operands, int64_t count, size_t at);
SlExpr *sl_parser_fail_leftover(SlParser *parser);   /* the expression could end here, but something follows */
SlExpr *sl_parser_fail_no_operand(SlParser *parser);

/* The word of the grammar that was meant, as for one in capitals; NULL: none. */
const char *sl_parser_meant(SlStr text);

#endif
