/* What stands between quotes, with Lua's escapes, or between backticks. */
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/parse/characters.h"
#include "core/expr/tree.h"

static size_t put_utf8(uint32_t point, char *out) {
  if (point < 0x80) return out[0] = (char)point, 1;
  if (point < 0x800) return out[0] = (char)(0xC0 | point >> 6), out[1] = (char)(0x80 | (point & 0x3F)), 2;
  if (point < 0x10000) {
    out[0] = (char)(0xE0 | point >> 12);
    out[1] = (char)(0x80 | (point >> 6 & 0x3F));
    out[2] = (char)(0x80 | (point & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | point >> 18);
  out[1] = (char)(0x80 | (point >> 12 & 0x3F));
  out[2] = (char)(0x80 | (point >> 6 & 0x3F));
  out[3] = (char)(0x80 | (point & 0x3F));
  return 4;
}

/* One escape of Lua's behind the backslash; puts at most 4 bytes, and takes at least as many as it puts. */
static SlStatus read_escape(SlLexer *lexer, char *out, size_t *put, SlError *err) {
  static const char letters[] = "abfnrtv\\\"'\n", values[] = "\a\b\f\n\r\t\v\\\"'\n";
  size_t begin = lexer->at - 1;
  char c = sl_lexer_peek(lexer, 0);
  *put = 1;
  const char *letter = c ? strchr(letters, c) : NULL;
  if (letter) {
    out[0] = values[letter - letters];
    lexer->at++;
    return SL_OK;
  }
  if (c == 'z') { /* skips the white space that follows */
    lexer->at++;
    *put = 0;
    while (sl_lexer_peek(lexer, 0) == ' ' || (sl_lexer_peek(lexer, 0) >= '\t' && sl_lexer_peek(lexer, 0) <= '\r')) lexer->at++;
    return SL_OK;
  }
  if (c == 'x' && sl_is_hex(sl_lexer_peek(lexer, 1)) && sl_is_hex(sl_lexer_peek(lexer, 2))) {
    out[0] = (char)(sl_hex_value(sl_lexer_peek(lexer, 1)) << 4 | sl_hex_value(sl_lexer_peek(lexer, 2)));
    lexer->at += 3;
    return SL_OK;
  }
  if (sl_is_digit(c)) {
    int value = 0;
    for (int i = 0; i < 3 && sl_is_digit(sl_lexer_peek(lexer, 0)); i++) value = value * 10 + (lexer->source.bytes[lexer->at++] - '0');
    if (value > 255) return sl_tree_fail(err, SL_EPARSE, lexer->source, begin, "a byte is at most \\255");
    out[0] = (char)value;
    return SL_OK;
  }
  if (c == 'u' && sl_lexer_peek(lexer, 1) == '{') {
    uint32_t point = 0;
    lexer->at += 2;
    size_t digits = lexer->at;
    while (sl_is_hex(sl_lexer_peek(lexer, 0)) && point <= 0x10FFFF) point = point << 4 | (uint32_t)sl_hex_value(lexer->source.bytes[lexer->at++]);
    if (lexer->at == digits || sl_lexer_peek(lexer, 0) != '}' || point > 0x10FFFF)
      return sl_tree_fail(err, SL_EPARSE, lexer->source, begin, "a character is written \\u{20AC}, at most \\u{10FFFF}");
    lexer->at++;
    *put = put_utf8(point, out);
    return SL_OK;
  }
  if (c > ' ' && c < 0x7F)
    return sl_tree_fail(err, SL_EPARSE, lexer->source, begin,
                        "unknown escape; a backslash itself is written \\\\, so that a pattern's \\%c is \\\\%c here", c, c);
  return sl_tree_fail(err, SL_EPARSE, lexer->source, begin, "unknown escape; a backslash itself is written \\\\");
}

/* Room for what stands up to the closing quote: the rest of the source would be ever more in a list of texts. A backtick is its own
 * escape: two stand for one. */
static char *room_to(SlLexer *lexer, char quote, char escape, SlError *err) {
  size_t end = lexer->at;
  for (; end < lexer->source.length; end++) {
    char c = lexer->source.bytes[end];
    if (c == quote && !(escape == quote && end + 1 < lexer->source.length && lexer->source.bytes[end + 1] == quote)) break;
    end += c == escape;
  }
  size_t bytes = end - lexer->at + 1;
  char *room = sl_arena_alloc(&lexer->arena, bytes);
  if (!room) sl_fail_alloc(err, bytes);
  return room;
}

SlStatus sl_lexer_text(SlLexer *lexer, SlToken *token, SlError *err) {
  char quote = sl_lexer_peek(lexer, 0);
  lexer->at++;
  char *out = room_to(lexer, quote, '\\', err);
  if (!out) return SL_ENOMEM;
  size_t length = 0;
  for (;;) {
    if (lexer->at >= lexer->source.length || sl_lexer_peek(lexer, 0) == '\n')
      return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin, "the text that begins here has no closing %c", quote);
    char c = lexer->source.bytes[lexer->at++];
    if (c == quote) break;
    if (c != '\\') {
      out[length++] = c;
      continue;
    }
    size_t put;
    SlStatus status = read_escape(lexer, out + length, &put, err);
    if (status != SL_OK) return status;
    length += put;
  }
  token->kind = SL_TOKEN_TEXT;
  token->text = (SlStr){out, length};
  if (!sl_str_is_utf8(token->text, NULL))
    return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin, "this text is not valid UTF-8");
  return SL_OK;
}

SlStatus sl_lexer_quoted_name(SlLexer *lexer, SlToken *token, SlError *err) {
  lexer->at++;
  char *out = room_to(lexer, '`', '`', err);
  if (!out) return SL_ENOMEM;
  size_t length = 0;
  for (;;) {
    if (lexer->at >= lexer->source.length)
      return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin, "the name that begins here has no closing backtick");
    char c = lexer->source.bytes[lexer->at++];
    if (c == '`') {
      if (sl_lexer_peek(lexer, 0) != '`') break;
      lexer->at++;
    }
    out[length++] = c;
  }
  if (length == 0) return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin, "there is no name between the backticks");
  token->kind = SL_TOKEN_QUOTED;
  token->text = (SlStr){out, length};
  if (!sl_str_is_utf8(token->text, NULL))
    return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin, "this name is not valid UTF-8");
  return SL_OK;
}
