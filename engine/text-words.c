/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-words.c - the vocabulary of facts as text.  */

#include "text-words.h"

#include <string.h>

#define END                                                                    \
  {                                                                            \
    NULL, 0                                                                    \
  }

const struct esc_word esc_words_fn[] = { { "extern", ESC_FN_EXTERNAL },
                                         { "taken", ESC_FN_ADDR_TAKEN },
                                         { "noreturn", ESC_FN_NORETURN },
                                         { "main", ESC_FN_MAIN },
                                         { "nested", ESC_FN_NESTED },
                                         { "weak", ESC_FN_WEAK },
                                         { "pure", ESC_FN_PURE },
                                         { "const", ESC_FN_CONST },
                                         { "malloc", ESC_FN_MALLOC },
                                         { "system", ESC_FN_SYSTEM },
                                         { "builtin", ESC_FN_BUILTIN },
                                         { "model", ESC_FN_MODEL },
                                         { "unreached", ESC_FN_UNREACHED },
                                         { "ctor", ESC_FN_CTOR },
                                         { "disowned", ESC_FN_DISOWNED },
                                         { "stack", ESC_FN_STACK },
                                         { "opaque", ESC_FN_OPAQUE },
                                         { "absent", ESC_FN_ABSENT },
                                         END };

const struct esc_word esc_words_call[]
    = { { "noreturn", ESC_CALL_NORETURN }, { "pure", ESC_CALL_PURE },
        { "const", ESC_CALL_CONST },       { "asm", ESC_CALL_ASM },
        { "clobbers", ESC_CALL_CLOBBERS }, { "setjmp", ESC_CALL_SETJMP },
        { "internal", ESC_CALL_INTERNAL }, { "malloc", ESC_CALL_MALLOC },
        { "leaf", ESC_CALL_LEAF },         { "nothrow", ESC_CALL_NOTHROW },
        { "again", ESC_CALL_AGAIN },       END };

const struct esc_word esc_words_ins[]
    = { { "unsigned", ESC_INS_UNSIGNED },    { "float", ESC_INS_FLOAT },
        { "atomic", ESC_INS_ATOMIC },        { "defaulted", ESC_INS_DEFAULTED },
        { "retaddr", ESC_INS_HINT_RETADDR }, END };

const struct esc_word esc_words_kind[]
    = { { "local", ESC_OBJ_LOCAL },     { "param", ESC_OBJ_PARAM },
        { "literal", ESC_OBJ_LITERAL }, { "frame", ESC_OBJ_FRAME },
        { "vla", ESC_OBJ_VLA },         { "alloca", ESC_OBJ_ALLOCA },
        { "result", ESC_OBJ_RESULT },   { "global", ESC_OBJ_STATIC },
        { "tls", ESC_OBJ_TLS },         { "string", ESC_OBJ_STRING },
        { "hidden", ESC_OBJ_HIDDEN },   END };

const struct esc_word esc_words_obj[]
    = { { "const", 8 },   { "volatile", 16 },    { "array", 32 },
        { "system", 64 }, { "artificial", 128 }, END };

const struct esc_word esc_words_type[] = { { "int", ESC_TY_OTHER },
                                           { "ptr", ESC_TY_PTR },
                                           { "fun", ESC_TY_FUNPTR },
                                           { "aggr", ESC_TY_AGGR },
                                           END };

const struct esc_word esc_words_cast[]
    = { { "move", ESC_CAST_NONE },     { "to_int", ESC_CAST_TO_INT },
        { "to_ptr", ESC_CAST_TO_PTR }, { "widen", ESC_CAST_WIDEN },
        { "trunc", ESC_CAST_TRUNC },   END };

const struct esc_word esc_words_arith[] = { { "add", ESC_ADD },
                                            { "sub", ESC_SUB },
                                            { "mul", ESC_MUL },
                                            { "and", ESC_AND },
                                            { "or", ESC_OR },
                                            { "xor", ESC_XOR },
                                            { "shl", ESC_SHL },
                                            { "shr", ESC_SHR },
                                            { "div", ESC_DIV },
                                            { "mod", ESC_MOD },
                                            { "min", ESC_MIN },
                                            { "max", ESC_MAX },
                                            { "neg", ESC_NEG },
                                            { "not", ESC_NOT },
                                            { "arith", ESC_ARITH_OTHER },
                                            END };

const struct esc_word esc_words_cmp[]
    = { { "==", ESC_EQ },          { "!=", ESC_NE },
        { "<", ESC_LT },           { "<=", ESC_LE },
        { ">", ESC_GT },           { ">=", ESC_GE },
        { "\?\?", ESC_CMP_OTHER }, END };

const struct esc_word esc_words_new[]
    = { { "zeroed", ESC_NEW_ZEROED }, { "or_null", ESC_NEW_OR_NULL }, END };

const struct esc_word esc_words_stop[] = { { "noreturn", ESC_STOP_NORETURN },
                                           { "exit", ESC_STOP_EXIT },
                                           { "longjmp", ESC_STOP_LONGJMP },
                                           END };

const struct esc_word esc_words_val[] = { { "p", ESC_VAL_PTR },
                                          { "u", ESC_VAL_UNSIGNED },
                                          { "b", ESC_VAL_BOOL },
                                          { "x", ESC_VAL_UNDEF },
                                          END };

const struct esc_word esc_words_field[] = { { "s", 1 }, { "p", 2 }, END };

const struct esc_word *
esc_word_find (const struct esc_word *table, const char *word)
{
  for (; table->word; table++)
    if (!strcmp (table->word, word))
      return table;
  return NULL;
}

const char *
esc_word_of (const struct esc_word *table, uint32_t bits)
{
  for (; table->word; table++)
    if (table->bits == bits)
      return table->word;
  return NULL;
}

uint32_t
esc_obj_bits (const struct esc_obj *o)
{
  return (o->init_known ? ESC_OBJ_BIT_INIT : 0)
         | (o->external ? ESC_OBJ_BIT_EXTERN : 0)
         | (o->has_ptr ? ESC_OBJ_BIT_PTR : 0) | (o->readonly ? 8u : 0)
         | (o->volatile_ ? 16u : 0) | (o->is_array ? 32u : 0)
         | (o->system ? 64u : 0) | (o->artificial ? 128u : 0);
}

void
esc_obj_set_bits (struct esc_obj *o, uint32_t bits)
{
  o->init_known = bits & ESC_OBJ_BIT_INIT;
  o->external = bits & ESC_OBJ_BIT_EXTERN;
  o->has_ptr = bits & ESC_OBJ_BIT_PTR;
  o->readonly = bits & 8;
  o->volatile_ = bits & 16;
  o->is_array = bits & 32;
  o->system = bits & 64;
  o->artificial = bits & 128;
}

uint32_t
esc_obj_default_bits (enum esc_obj_kind kind, int64_t size)
{
  uint32_t bits = size >= 8 || size < 0 ? ESC_OBJ_BIT_PTR : 0;
  if (kind == ESC_OBJ_STATIC || kind == ESC_OBJ_TLS)
    bits |= ESC_OBJ_BIT_INIT | ESC_OBJ_BIT_EXTERN;
  else if (kind == ESC_OBJ_STRING)
    bits = ESC_OBJ_BIT_INIT | 8;
  return bits;
}

enum esc_type_kind
esc_type_default (int64_t size)
{
  if (size == 8)
    return ESC_TY_PTR;
  return size > 8 || size < 0 ? ESC_TY_AGGR : ESC_TY_OTHER;
}
