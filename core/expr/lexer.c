#include "core/expr/lexer.h"

#include <math.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/expr/tree.h"
#include "core/values/parse.h"

typedef struct Word {
  const char *text;
  SlTokenKind kind;
} Word;

static const Word keywords[] = {
    {"and", SL_TOKEN_AND},         {"or", SL_TOKEN_OR},   {"not", SL_TOKEN_NOT},   {"in", SL_TOKEN_IN},
    {"is", SL_TOKEN_IS},           {"nil", SL_TOKEN_NIL}, {"true", SL_TOKEN_TRUE}, {"false", SL_TOKEN_FALSE},
    {"between", SL_TOKEN_BETWEEN}, {"missing", SL_TOKEN_MISSING},
};
enum { KEYWORDS = sizeof keywords / sizeof keywords[0] };

/* Longer signs before those they begin with. */
static const Word signs[] = {
    {"==", SL_TOKEN_EQ},   {"~=", SL_TOKEN_NE},     {"<=", SL_TOKEN_LE},  {">=", SL_TOKEN_GE},   {"//", SL_TOKEN_IDIV},
    {"..", SL_TOKEN_CONCAT}, {"<", SL_TOKEN_LT},    {">", SL_TOKEN_GT},   {"+", SL_TOKEN_ADD},   {"-", SL_TOKEN_SUB},
    {"*", SL_TOKEN_MUL},   {"/", SL_TOKEN_DIV},     {"%", SL_TOKEN_MOD},  {"^", SL_TOKEN_POW},   {"(", SL_TOKEN_OPEN},
    {")", SL_TOKEN_CLOSE}, {",", SL_TOKEN_COMMA},   {"=", SL_TOKEN_ASSIGN},
};
enum { SIGNS = sizeof signs / sizeof signs[0] };

/* What other languages and word processors write, and what it is called here. Tried before the signs. */
static const struct {
  const char *text, *advice;
} foreign[] = {
    {"!=", "\"!=\" is written \"~=\" here"},
    {"<>", "\"<>\" is written \"~=\" here"},
    {"=>", "\"=>\" is written \">=\" here"},
    {"=<", "\"=<\" is written \"<=\" here"},
    {"&&", "\"&&\" is written \"and\" here"},
    {"||", "\"||\" is written \"or\" here; texts are joined with \"..\""},
    {"**", "\"**\" is written \"^\" here"},
    {"--", "\"--\" would begin a comment in Lua; write \"- (-x)\" to subtract a negative"},
    {"~=", NULL}, /* a sign; stops the next line */
    {"~", "\"~\" is written \"not\" here"},
    {"!", "\"!\" is written \"not\" here"},
    {"&", "\"&\" is written \"and\" here"},
    {"|", "\"|\" is written \"or\" here"},
    {"[", "\"[\" has no meaning here; lists are written in round brackets"},
    {"{", "\"{\" has no meaning here; lists are written in round brackets"},
    {"]", "\"]\" has no meaning here; lists are written in round brackets"},
    {"}", "\"}\" has no meaning here; lists are written in round brackets"},
    {";", "\";\" has no meaning here; write one expression"},
    {"?", "\"?\" has no meaning here; write if_else(condition, a, b)"},
    {"\xE2\x80\x9C", "a curly quote; write a straight one (\")"},
    {"\xE2\x80\x9D", "a curly quote; write a straight one (\")"},
    {"\xE2\x80\x98", "a curly quote; write a straight one (')"},
    {"\xE2\x80\x99", "a curly quote; write a straight one (')"},
    {"\xE2\x88\x92", "a typographic minus; write \"-\""},
    {"\xE2\x80\x93", "a dash; write \"-\" for minus"},
    {"\xE2\x80\x94", "a dash; write \"-\" for minus"},
    {"\xC3\x97", "a multiplication sign; write \"*\""},
    {"\xC3\xB7", "a division sign; write \"/\""},
    {"\xE2\x89\xA4", "write \"<=\""},
    {"\xE2\x89\xA5", "write \">=\""},
    {"\xE2\x89\xA0", "write \"~=\""},
};
enum { FOREIGN = sizeof foreign / sizeof foreign[0] };

void sl_lexer_init(SlLexer *lexer, SlStr source) {
  *lexer = (SlLexer){.source = source};
  sl_arena_init(&lexer->arena);
}

void sl_lexer_reset(SlLexer *lexer) { sl_arena_reset(&lexer->arena); }

static bool find_keyword(SlStr word, SlTokenKind *kind) {
  for (int i = 0; i < KEYWORDS; i++) {
    if (!sl_str_equal(word, sl_str(keywords[i].text))) continue;
    *kind = keywords[i].kind;
    return true;
  }
  return false;
}

bool sl_tree_is_keyword(SlStr word) {
  SlTokenKind kind;
  return find_keyword(word, &kind);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static int hex_value(char c) { return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static char peek(const SlLexer *lexer, size_t ahead) {
  return lexer->at + ahead < lexer->source.length ? lexer->source.bytes[lexer->at + ahead] : '\0';
}

static SlStr rest(const SlLexer *lexer) {
  return (SlStr){lexer->source.bytes + lexer->at, lexer->source.length - lexer->at};
}

/* Bytes of the no-break or zero-width space here, as pasted from web pages; 0 for none. */
static size_t odd_space(const SlLexer *lexer) {
  SlStr text = rest(lexer);
  if (sl_str_starts_with(text, sl_str("\xC2\xA0"))) return 2;
  if (sl_str_starts_with(text, sl_str("\xE2\x80\x8B")) || sl_str_starts_with(text, sl_str("\xE2\x80\xAF")) ||
      sl_str_starts_with(text, sl_str("\xEF\xBB\xBF")))
    return 3;
  return 0;
}

static const char *foreign_advice(const SlLexer *lexer) {
  SlStr text = rest(lexer);
  for (int i = 0; i < FOREIGN; i++)
    if (sl_str_starts_with(text, sl_str(foreign[i].text))) return foreign[i].advice;
  return NULL;
}

/* A letter beyond ASCII: part of a name, as in `région`. */
static bool is_wide_letter(const SlLexer *lexer) {
  return (unsigned char)peek(lexer, 0) >= 0x80 && !odd_space(lexer) && !foreign_advice(lexer);
}

static void skip_space(SlLexer *lexer) {
  for (;;) {
    char c = peek(lexer, 0);
    if (lexer->at < lexer->source.length && (c == ' ' || (c >= '\t' && c <= '\r'))) {
      lexer->at++;
      continue;
    }
    size_t bytes = odd_space(lexer);
    if (!bytes) return;
    lexer->at += bytes;
  }
}

static void skip_word(SlLexer *lexer) {
  while (lexer->at < lexer->source.length && (is_letter(peek(lexer, 0)) || is_digit(peek(lexer, 0)) || is_wide_letter(lexer)))
    lexer->at++;
}

static SlStr since(const SlLexer *lexer, size_t begin) {
  return (SlStr){lexer->source.bytes + begin, lexer->at - begin};
}

static SlStatus hex_integer(SlLexer *lexer, SlToken *token, SlError *err) {
  lexer->at += 2;
  size_t digits = lexer->at;
  while (is_hex(peek(lexer, 0))) {
    if (token->magnitude >> 60)
      return sl_tree_fail(err, SL_ERANGE, lexer->source, token->begin, "this number does not fit in 64 bits");
    token->magnitude = token->magnitude << 4 | (uint64_t)hex_value(peek(lexer, 0));
    lexer->at++;
  }
  if (lexer->at == digits || token->magnitude > INT64_MAX)
    return sl_tree_fail(err, SL_ERANGE, lexer->source, token->begin,
                        lexer->at == digits ? "0x needs hexadecimal digits behind it" : "this number does not fit in 64 bits");
  token->kind = SL_TOKEN_INTEGER;
  return SL_OK;
}

static SlStatus decimal_integer(SlLexer *lexer, SlToken *token, SlError *err) {
  SlStr digits = since(lexer, token->begin);
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
  SlStr text = since(lexer, token->begin);
  while (text.length > 1 && text.bytes[0] == '0' && is_digit(text.bytes[1])) {
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

static SlStatus read_number(SlLexer *lexer, SlToken *token, SlError *err) {
  SlStatus status;
  if (peek(lexer, 0) == '0' && (peek(lexer, 1) | 0x20) == 'x') {
    status = hex_integer(lexer, token, err);
  } else {
    bool whole = true;
    while (is_digit(peek(lexer, 0))) lexer->at++;
    if (peek(lexer, 0) == '.' && peek(lexer, 1) != '.') {
      whole = false;
      lexer->at++;
      while (is_digit(peek(lexer, 0))) lexer->at++;
    }
    size_t sign = peek(lexer, 1) == '+' || peek(lexer, 1) == '-';
    if ((peek(lexer, 0) | 0x20) == 'e' && is_digit(peek(lexer, 1 + sign))) {
      whole = false;
      lexer->at += 1 + sign;
      while (is_digit(peek(lexer, 0))) lexer->at++;
    }
    status = whole ? decimal_integer(lexer, token, err) : decimal_number(lexer, token, err);
  }
  if (status != SL_OK) return status;
  if (is_letter(peek(lexer, 0)) || is_digit(peek(lexer, 0)) || is_wide_letter(lexer)) {
    skip_word(lexer);
    SlStr word = since(lexer, token->begin);
    return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin,
                        "\"%.*s\" is neither a number nor a name; a column whose name begins with a digit needs backticks",
                        SL_STR_ARGS(word));
  }
  return SL_OK;
}

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
  char c = peek(lexer, 0);
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
    while (peek(lexer, 0) == ' ' || (peek(lexer, 0) >= '\t' && peek(lexer, 0) <= '\r')) lexer->at++;
    return SL_OK;
  }
  if (c == 'x' && is_hex(peek(lexer, 1)) && is_hex(peek(lexer, 2))) {
    out[0] = (char)(hex_value(peek(lexer, 1)) << 4 | hex_value(peek(lexer, 2)));
    lexer->at += 3;
    return SL_OK;
  }
  if (is_digit(c)) {
    int value = 0;
    for (int i = 0; i < 3 && is_digit(peek(lexer, 0)); i++) value = value * 10 + (lexer->source.bytes[lexer->at++] - '0');
    if (value > 255) return sl_tree_fail(err, SL_EPARSE, lexer->source, begin, "a byte is at most \\255");
    out[0] = (char)value;
    return SL_OK;
  }
  if (c == 'u' && peek(lexer, 1) == '{') {
    uint32_t point = 0;
    lexer->at += 2;
    size_t digits = lexer->at;
    while (is_hex(peek(lexer, 0)) && point <= 0x10FFFF) point = point << 4 | (uint32_t)hex_value(lexer->source.bytes[lexer->at++]);
    if (lexer->at == digits || peek(lexer, 0) != '}' || point > 0x10FFFF)
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

static SlStatus read_text(SlLexer *lexer, SlToken *token, SlError *err) {
  char quote = peek(lexer, 0);
  lexer->at++;
  char *out = room_to(lexer, quote, '\\', err);
  if (!out) return SL_ENOMEM;
  size_t length = 0;
  for (;;) {
    if (lexer->at >= lexer->source.length || peek(lexer, 0) == '\n')
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

static SlStatus read_quoted_name(SlLexer *lexer, SlToken *token, SlError *err) {
  lexer->at++;
  char *out = room_to(lexer, '`', '`', err);
  if (!out) return SL_ENOMEM;
  size_t length = 0;
  for (;;) {
    if (lexer->at >= lexer->source.length)
      return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin, "the name that begins here has no closing backtick");
    char c = lexer->source.bytes[lexer->at++];
    if (c == '`') {
      if (peek(lexer, 0) != '`') break;
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

static SlStatus read_word(SlLexer *lexer, SlToken *token, SlError *err) {
  bool param = peek(lexer, 0) == '$';
  if (param) lexer->at++;
  size_t begin = lexer->at;
  skip_word(lexer);
  token->text = since(lexer, begin);
  if (!sl_str_is_utf8(token->text, NULL))
    return sl_tree_fail(err, SL_EPARSE, lexer->source, begin, "this name is not valid UTF-8");
  if (param) {
    if (token->text.length == 0 || is_digit(token->text.bytes[0]))
      return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin,
                          "a name belongs behind \"$\", as in $force with { force = \"Kent\" }");
    token->kind = SL_TOKEN_PARAM;
    return SL_OK;
  }
  token->kind = SL_TOKEN_NAME;
  find_keyword(token->text, &token->kind);
  if (token->kind == SL_TOKEN_NAME && peek(lexer, 0) == '.' && is_letter(peek(lexer, 1))) {
    lexer->at++;
    skip_word(lexer);
    SlStr whole = since(lexer, begin);
    return sl_tree_fail(err, SL_EPARSE, lexer->source, begin + token->text.length,
                        "a name with a point needs backticks: `%.*s` (columns are named without their table)",
                        SL_STR_ARGS(whole));
  }
  return SL_OK;
}

SlStatus sl_lexer_next(SlLexer *lexer, SlToken *token, SlError *err) {
  skip_space(lexer);
  SlToken next = {.kind = SL_TOKEN_END, .begin = lexer->at, .end = lexer->at};
  SlStatus status = SL_OK;
  if (lexer->at < lexer->source.length) {
    char c = peek(lexer, 0);
    const char *advice = foreign_advice(lexer);
    if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)))) {
      status = read_number(lexer, &next, err);
    } else if (c == '"' || c == '\'') {
      status = read_text(lexer, &next, err);
    } else if (c == '`') {
      status = read_quoted_name(lexer, &next, err);
    } else if (advice) {
      status = sl_tree_fail(err, SL_EPARSE, lexer->source, next.begin, "%s", advice);
    } else if (is_letter(c) || c == '$' || (unsigned char)c >= 0x80) {
      status = read_word(lexer, &next, err);
    } else {
      SlStr text = rest(lexer);
      int i = 0;
      while (i < SIGNS && !sl_str_starts_with(text, sl_str(signs[i].text))) i++;
      if (i == SIGNS) {
        if (c >= ' ' && c <= '~')
          status = sl_tree_fail(err, SL_EPARSE, lexer->source, next.begin, "\"%c\" has no meaning here", c);
        else
          status = sl_tree_fail(err, SL_EPARSE, lexer->source, next.begin, "a byte of value %d has no meaning here", (unsigned char)c);
      } else {
        next.kind = signs[i].kind;
        lexer->at += strlen(signs[i].text);
      }
    }
  }
  if (status != SL_OK) return status;
  next.end = lexer->at;
  *token = next;
  return SL_OK;
}
