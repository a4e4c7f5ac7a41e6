#include "core/expr/parse/lexer.h"

#include <string.h>

#include "core/expr/parse/characters.h"
#include "core/expr/tree.h"

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

bool sl_lexer_is_wide_letter(const SlLexer *lexer) {
  return (unsigned char)sl_lexer_peek(lexer, 0) >= 0x80 && !odd_space(lexer) && !foreign_advice(lexer);
}

static void skip_space(SlLexer *lexer) {
  for (;;) {
    char c = sl_lexer_peek(lexer, 0);
    if (lexer->at < lexer->source.length && (c == ' ' || (c >= '\t' && c <= '\r'))) {
      lexer->at++;
      continue;
    }
    size_t bytes = odd_space(lexer);
    if (!bytes) return;
    lexer->at += bytes;
  }
}

void sl_lexer_skip_word(SlLexer *lexer) {
  while (lexer->at < lexer->source.length && (sl_is_letter(sl_lexer_peek(lexer, 0)) || sl_is_digit(sl_lexer_peek(lexer, 0)) || sl_lexer_is_wide_letter(lexer)))
    lexer->at++;
}

static SlStatus read_word(SlLexer *lexer, SlToken *token, SlError *err) {
  bool param = sl_lexer_peek(lexer, 0) == '$';
  if (param) lexer->at++;
  size_t begin = lexer->at;
  sl_lexer_skip_word(lexer);
  token->text = sl_lexer_since(lexer, begin);
  if (!sl_str_is_utf8(token->text, NULL))
    return sl_tree_fail(err, SL_EPARSE, lexer->source, begin, "this name is not valid UTF-8");
  if (param) {
    if (token->text.length == 0 || sl_is_digit(token->text.bytes[0]))
      return sl_tree_fail(err, SL_EPARSE, lexer->source, token->begin,
                          "a name belongs behind \"$\", as in $force with { force = \"Kent\" }");
    token->kind = SL_TOKEN_PARAM;
    return SL_OK;
  }
  token->kind = SL_TOKEN_NAME;
  find_keyword(token->text, &token->kind);
  if (token->kind == SL_TOKEN_NAME && sl_lexer_peek(lexer, 0) == '.' && sl_is_letter(sl_lexer_peek(lexer, 1))) {
    lexer->at++;
    sl_lexer_skip_word(lexer);
    SlStr whole = sl_lexer_since(lexer, begin);
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
    char c = sl_lexer_peek(lexer, 0);
    const char *advice = foreign_advice(lexer);
    if (sl_is_digit(c) || (c == '.' && sl_is_digit(sl_lexer_peek(lexer, 1)))) {
      status = sl_lexer_number(lexer, &next, err);
    } else if (c == '"' || c == '\'') {
      status = sl_lexer_text(lexer, &next, err);
    } else if (c == '`') {
      status = sl_lexer_quoted_name(lexer, &next, err);
    } else if (advice) {
      status = sl_tree_fail(err, SL_EPARSE, lexer->source, next.begin, "%s", advice);
    } else if (sl_is_letter(c) || c == '$' || (unsigned char)c >= 0x80) {
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
