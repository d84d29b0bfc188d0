/* Memory that another file allocates, fills and frees.  */
//// every file
typedef __SIZE_TYPE__ size_type;
void *malloc (size_type);
void free (void *);
struct box { int *p; struct box *next; };
struct box *new_box (int *p);
struct box *empty_box (void);
void free_box (struct box *b);
void register_box (struct box *b);
extern struct box *boxes;
//// boxes
struct box *boxes;
struct box *new_box (int *p)
{
  struct box *b = malloc (sizeof *b);
  if (!b)
    __builtin_abort ();
  b->p = p;
  b->next = 0;
  return b;
}
struct box *empty_box (void) { return new_box (0); }
void free_box (struct box *b) { free (b); }
void register_box (struct box *b) { b->next = boxes; boxes = b; }
int read_box (struct box *b) { return *b->p; }
//// user
struct box *warn_new_box (void) { int x = 0; return new_box (&x); }
struct box *nowarn_new_box (int *p) { return new_box (p); }
int nowarn_freed_box (void) { int x = 0; struct box *b = new_box (&x); free_box (b); return x; }
void warn_register (void) { int x = 0; register_box (new_box (&x)); }
void nowarn_register (int *p) { register_box (new_box (p)); }
void warn_local_box (void) { struct box b = { 0, 0 }; register_box (&b); }
void nowarn_local_box (void) { struct box b = { 0, 0 }; struct box *old = boxes; register_box (&b); boxes = old; }
