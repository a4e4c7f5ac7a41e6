/* Numbers of expressions: whole ones, those with a point or an exponent, and 0x. */
#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/parse/characters.h"
#include "core/expr/tree.h"
#include "core/values/parse.h"

static SlStatus hex_integer(SlLexer *lexer, SlToken *token, SlError *err) {
  lexer->at += 2;
  size_t digits = lexer->at;
  while (sl_is_hex(sl_lexer_peek(lexer, 0))) {
    if (token->magnitude >> 60)
      return sl_tree_fail(err, SL_ERANGE, lexer->source, token->begin, "this number does not fit in 64 bits");
    token->magnitude = token->magnitude << 4 | (uint64_t)sl_hex_value(sl_lexer_peek(lexer, 0));
    lexer->at++;
  }
  if (lexer->at == digits || token->magnitude > INT64_MAX)
    return sl_tree_fail(err, SL_ERANGE, lexer->source, token->begin,
                        lexer->at == digits ? "0x needs hexadecimal digits behind it" : "this number does not fit in 64 bits");
  token->kind = SL_TOKEN_INTEGER;
  return SL_OK;
}

static SlStatus decimal_integer(SlLexer *lexer, SlToken *token, SlError *err) {
  SlStr digits = sl_lexer_since(lexer, token->begin);
  token->kind = SL_TOKEN_INTEGER;
  for (size_t i = 0; i < digits.length; i++) {
    uint64_t digit = (uint64_t)(digits.bytes[i] - '0');
    if (token->magnitude > ((uint64_t)1 << 63) / 10 || token->magnitude * 10 > ((uint64_t)1 << 63) - digit)
      return sl_tree_fail(err, SL_ERANGE, lexer->source, token->begin,
                          "this integer does not fit in 64 bits; write %.*s.0 for a number that is rounded", SL_STR_ARGS(digits));
    token->magnitude = token->magnitude * 10 + digit;
  }
  return SL_OK;
}

/* The text of the number without leading zeros and always with a point, so that it is a number to sl_parse_number()
 * whatever cells of that look may be. What then does not parse is past the largest double: infinity. */
static SlStatus decimal_number(SlLexer *lexer, SlToken *token, SlError *err) {
  SlStr text = sl_lexer_since(lexer, token->begin);
  while (text.length > 1 && text.bytes[0] == '0' && sl_is_digit(text.bytes[1])) {
    text.bytes++;
    text.length--;
  }
  char *copy = sl_arena_alloc(&lexer->arena, text.length + 1);
  if (!copy) return sl_fail_alloc(err, text.length + 1);
  size_t length = 0;
  bool point = memchr(text.bytes, '.', text.length) != NULL;
  for (size_t i = 0; i < text.length; i++) {
    bool exponent = (text.bytes[i] | 0x20) == 'e';
    if (exponent && !point) copy[length++] = '.';
    copy[length++] = exponent ? 'e' : text.bytes[i];
  }
  token->kind = SL_TOKEN_NUMBER;
  if (!sl_parse_number((SlStr){copy, length}, false, '.', &token->number)) token->number = (double)INFINITY;
  return SL_OK;
}

SlStatus sl_lexer_number(SlLexer *lexer, SlToken *token, SlError *err) {
  SlStatus status;
  if (sl_lexer_peek(lexer, 0) == '0' && (sl_lexer_peek(lexer, 1) | 0x20) == 'x') {
    status = hex_integer(lexer, token, err);
  } else {
    bool whole = true;
    while (sl_is_digit(sl_lexer_peek(lexer, 0))) lexer->at++;
    if (sl_lexer_peek(lexer, 0) == '.' && sl_lexer_peek(lexer, 1) != '.') {
      whole = false;
      lexer->at++;
      while (sl_is_digit(sl_lexer_peek(lexer, 0))) lexer->at++;
    }
    size_t sign = sl_lexer_peek(lexer, 1) == '+' || sl_lexer_peek(lexer, 1) == '-';
    if ((sl_lexer_peek(lexer, 0) | 0x20) == 'e' && sl_is_digit(sl_lexer_peek(lexer, 1 + sign))) {
      whole = false;
      lexer->at += 1 + sign;
      while (sl_is_digit(sl_lexer_peek(lexer, 0))) lexer->at++;
    }
    status = whole ? decimal_integer(lexer, token, err) : decimal_number(lexer, token, err);
  }
  if (status != SL_OK) return status;
  if (sl_is_letter(sl_lexer_peek(lexer, 0)) || sl_is_digit(sl_lexer_peek(lexer, 0)) || sl_lexer_is_wide_letter(lexer)) {
    sl_lexer_skip_word(lexer);
    SlStr word = sl_lexer_since(lexer, token->begin);
    return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin,
                        "\"%.*s\" is neither a number nor a name; a column whose name begins with a digit needs backticks",
                        SL_STR_ARGS(word));
  }
  return SL_OK;
}
