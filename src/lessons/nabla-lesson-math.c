/* Formulas as text: the part of TeX that a line of Pango markup can show.
 *
 * Scripts, Greek letters, operators and a few accents; a fraction is written with a
 * slash. What is not known shows itself in red.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include <string.h>

#define MAX_DEPTH 32

typedef struct
{
  const char *name;
  const char *text;
} Symbol;

/* What stands by itself. */
static const Symbol symbols[] = {
  { "alpha", "α" },  { "beta", "β" },  { "gamma", "γ" }, { "delta", "δ" },      { "epsilon", "ε" },
  { "zeta", "ζ" },   { "eta", "η" },   { "theta", "θ" }, { "varepsilon", "ε" }, { "kappa", "κ" },
  { "lambda", "λ" }, { "mu", "μ" },    { "nu", "ν" },    { "xi", "ξ" },         { "pi", "π" },
  { "rho", "ρ" },    { "sigma", "σ" }, { "tau", "τ" },   { "phi", "φ" },        { "chi", "χ" },
  { "psi", "ψ" },    { "omega", "ω" }, { "Gamma", "Γ" }, { "Delta", "Δ" },      { "Theta", "Θ" },
  { "Lambda", "Λ" }, { "Sigma", "Σ" }, { "Phi", "Φ" },   { "Omega", "Ω" },      { "cdot", "·" },
  { "times", "×" },  { "ast", "∗" },   { "infty", "∞" }, { "partial", "∂" },    { "nabla", "∇" },
  { "sum", "Σ" },    { "ldots", "…" }, { "dots", "…" },  { "cdots", "⋯" },      { "prime", "′" },
  { "mathcal", "" }, { "mathrm", "" }, { "mathit", "" }, { "left", "" },        { "right", "" },
  { "!", "" },       { "quad", "  " }, { ",", " " },     { ";", " " },          { ":", " " },
  { " ", " " },      { "{", "{" },     { "}", "}" },     { "%", "%" },          { "_", "_" },
  { "#", "#" },
};

/* What stands between two others, with spaces around. */
static const Symbol relations[] = {
  { "le", "≤" },  { "leq", "≤" },    { "ge", "≥" }, { "geq", "≥" }, { "ne", "≠" },
  { "neq", "≠" }, { "approx", "≈" }, { "to", "→" }, { "in", "∈" },  { "pm", "±" },
};

/* Names, upright, with a space before what is not in brackets. */
static const Symbol functions[] = {
  { "log", "log" }, { "ln", "ln" },     { "exp", "exp" }, { "sin", "sin" },
  { "cos", "cos" }, { "tanh", "tanh" }, { "max", "max" }, { "min", "min" },
};

/* Set over the letter before. */
static const Symbol accents[] = {
  { "hat", "\u0302" },
  { "tilde", "\u0303" },
  { "bar", "\u0304" },
};

/* @in_script: how deep in scripts, where there are no spaces
 * @after_operand: whether a plus or minus is between two numbers, not before one */
typedef struct
{
  const char *at;
  GString *markup;
  char **unknown;
  guint depth;
  guint in_script;
  gboolean after_operand;
} Reader;

static void read_until (Reader *self, const char *end);

static const char *
find (const Symbol *list, gsize n, const char *name)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (list[i].name, name))
      return list[i].text;
  return NULL;
}

/* A formula is not broken at its spaces. */
static void
append (Reader *self, const char *text, gssize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);
  for (const char *c = escaped; *c != '\0'; c++)
    if (*c == ' ')
      g_string_append (self->markup, "\u00a0");
    else
      g_string_append_c (self->markup, *c);
}

/* `=`, `+` and their like. */
static void
append_operator (Reader *self, const char *text, gboolean may_be_sign)
{
  gboolean spaced = self->in_script == 0 && (self->after_operand || !may_be_sign);
  if (spaced)
    append (self, " ", 1);
  append (self, text, -1);
  if (spaced)
    append (self, " ", 1);
  self->after_operand = FALSE;
}

/* One argument: a group in braces, a command, or one character. */
static void
read_argument (Reader *self)
{
  while (*self->at == ' ')
    self->at++;
  const char *begin = self->at;
  if (*begin == '\0')
    return;
  if (*begin == '{')
    {
      self->at++;
      read_until (self, "}");
      return;
    }
  const char *end = g_utf8_next_char (begin);
  if (*begin == '\\')
    while (g_ascii_isalpha (*end))
      end++;
  g_autofree char *one = g_strndup (begin, end - begin);
  Reader inner = *self;
  inner.at = one;
  if (inner.depth < MAX_DEPTH)
    {
      inner.depth++;
      read_until (&inner, "");
    }
  self->at = end;
  self->after_operand = TRUE;
}

/* Whether markup is one letter, number or symbol, which needs no brackets. */
static gboolean
is_simple (const char *markup)
{
  gboolean tag = FALSE;
  for (const char *c = markup; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (*c == '<' || *c == '>')
        tag = *c == '<';
      else if (!tag && !g_unichar_isalnum (g_utf8_get_char (c)) && *c != '.' && *c != '['
               && *c != ']')
        return FALSE;
    }
  return TRUE;
}

static void
read_side (Reader *self)
{
  GString *whole = self->markup;
  g_autoptr (GString) side = g_string_new (NULL);
  self->markup = side;
  self->after_operand = FALSE;
  read_argument (self);
  self->markup = whole;
  g_string_append_printf (whole, is_simple (side->str) ? "%s" : "(%s)", side->str);
}

/* The words of \text{…} stand as they are. */
static void
read_text (Reader *self)
{
  if (*self->at != '{')
    return;
  gsize length = strcspn (self->at + 1, "}");
  append (self, self->at + 1, length);
  self->at += 1 + length;
  if (*self->at == '}')
    self->at++;
}

static void
read_command (Reader *self)
{
  const char *begin = self->at;
  const char *end = begin;
  while (g_ascii_isalpha (*end))
    end++;
  if (end == begin && *end != '\0')
    end = g_utf8_next_char (end);
  g_autofree char *name = g_strndup (begin, end - begin);
  const char *symbol = find (symbols, G_N_ELEMENTS (symbols), name);
  const char *relation = find (relations, G_N_ELEMENTS (relations), name);
  const char *function = find (functions, G_N_ELEMENTS (functions), name);
  const char *accent = find (accents, G_N_ELEMENTS (accents), name);
  self->at = end;
  gboolean operand = TRUE;
  if (symbol != NULL)
    {
      append (self, symbol, -1);
      operand = g_unichar_isalnum (g_utf8_get_char (symbol)) || *symbol == '}';
    }
  else if (relation != NULL)
    {
      append_operator (self, relation, FALSE);
      operand = FALSE;
    }
  else if (function != NULL)
    {
      append (self, function, -1);
      self->at += strspn (self->at, " ");
      if (g_ascii_isalnum (*self->at) || *self->at == '\\')
        append (self, " ", 1);
      operand = FALSE;
    }
  else if (accent != NULL)
    {
      read_argument (self);
      /* Within the tag of a variable, so that the accent is set over it. */
      gboolean italic = g_str_has_suffix (self->markup->str, "</i>");
      if (italic)
        g_string_truncate (self->markup, self->markup->len - strlen ("</i>"));
      g_string_append_printf (self->markup, italic ? "%s</i>" : "%s", accent);
    }
  else if (g_str_equal (name, "frac"))
    {
      read_side (self);
      append (self, "/", 1);
      read_side (self);
    }
  else if (g_str_equal (name, "sqrt"))
    {
      g_string_append (self->markup, "√");
      read_side (self);
    }
  else if (g_str_equal (name, "text"))
    read_text (self);
  else if (g_str_equal (name, "mathbf") || g_str_equal (name, "mathbb"))
    {
      g_string_append (self->markup, "<b>");
      read_argument (self);
      g_string_append (self->markup, "</b>");
    }
  else
    {
      g_string_append (self->markup, "<span foreground=\"#c01c28\">\\");
      append (self, name, -1);
      g_string_append (self->markup, "</span>");
      if (self->unknown != NULL && *self->unknown == NULL)
        *self->unknown = g_strdup_printf ("\\%s", name);
    }
  self->after_operand = operand;
}

static void
read_script (Reader *self, const char *tag)
{
  g_string_append_printf (self->markup, "<%s>", tag);
  self->in_script++;
  read_argument (self);
  self->in_script--;
  g_string_append_printf (self->markup, "</%s>", tag);
  self->after_operand = TRUE;
}

static void
read_letters (Reader *self)
{
  gsize length = 0;
  while (g_ascii_isalpha (self->at[length]))
    length++;
  g_string_append_printf (self->markup, "<i>%.*s</i>", (int)length, self->at);
  self->at += length;
  self->after_operand = TRUE;
}

/* What is neither a letter nor a command */
static void
read_character (Reader *self, const char *here, gsize length)
{
  switch (*here)
    {
    case ' ':
      break; /* as in TeX */
    case '=':
    case '<':
    case '>':
      append_operator (self, (const char[]){ *here, '\0' }, FALSE);
      break;
    case '+':
      append_operator (self, "+", TRUE);
      break;
    case '-':
      append_operator (self, "−", TRUE);
      break;
    case ',':
      append (self, self->in_script > 0 ? "," : ", ", -1);
      self->after_operand = FALSE;
      break;
    case '\'':
      append (self, "′", -1);
      break;
    default:
      append (self, here, length);
      self->after_operand = strchr ("([{/|", *here) == NULL;
    }
}

/* Reads up to @end, which is passed, or the end of the text. */
static void
read_until (Reader *self, const char *end)
{
  gboolean too_deep = ++self->depth > MAX_DEPTH;
  while (*self->at != '\0')
    {
      char c = *self->at;
      if (*end != '\0' && c == *end)
        {
          self->at++;
          break;
        }
      if (g_ascii_isalpha (c))
        {
          read_letters (self);
          continue;
        }
      const char *next = g_utf8_next_char (self->at);
      const char *here = self->at;
      self->at = next;
      if (too_deep)
        continue;
      if (c == '\\')
        read_command (self);
      else if (c == '^')
        read_script (self, "sup");
      else if (c == '_')
        read_script (self, "sub");
      else if (c == '{')
        read_until (self, "}");
      else if (c != '}')
        read_character (self, here, next - here);
    }
  self->depth--;
}

void
nabla_lesson_math_append (GString *markup, const char *tex, char **unknown)
{
  g_return_if_fail (markup != NULL && tex != NULL);

  Reader reader = { .at = tex, .markup = markup, .unknown = unknown };
  read_until (&reader, "");
}
