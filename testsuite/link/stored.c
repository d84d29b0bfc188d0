/* A constructor in one file, its caller in another: where does it store?  */
//// every file
struct list { struct list *next, *prev; };
struct ctx { int *buf; struct list head; struct ctx *self; };
void init_list (struct list *l);
void push (struct list *head, struct list *node);
void pop (struct list *head);
void unlink_node (struct list *node);
void set_buf (struct ctx *c, int *buf);
void set_both (struct ctx *a, struct ctx *b, int *buf);
void out (int **where, int *p);
void out_number (int *where, int *p);
extern struct ctx global_ctx;
//// lists
void init_list (struct list *l) { l->next = l->prev = l; }
void push (struct list *head, struct list *node)
{
  node->next = head->next;
  node->prev = head;
  head->next->prev = node;
  head->next = node;
}
void pop (struct list *head)
{
  head->next = head->next->next;
  head->next->prev = head;
}
void unlink_node (struct list *node)
{
  node->prev->next = node->next;
  node->next->prev = node->prev;
}
//// contexts
struct ctx global_ctx;
void set_buf (struct ctx *c, int *buf) { c->buf = buf; }
void set_both (struct ctx *a, struct ctx *b, int *buf) { a->buf = buf; b->buf = buf; }
void out (int **where, int *p) { *where = p; }
void out_number (int *where, int *p) { *where = *p; }
int read_ctx (struct ctx *c) { return *c->buf; }
//// user
void warn_push (struct list *head) { struct list n; push (head, &n); }
void nowarn_push_unlink (struct list *head) { struct list n; push (head, &n); unlink_node (&n); }
void nowarn_push_local (void) { struct list h, n; init_list (&h); push (&h, &n); }
void warn_set_buf (struct ctx *c) { int x = 0; set_buf (c, &x); }
void nowarn_set_buf_local (void) { struct ctx c; int x = 0; set_buf (&c, &x); }
void nowarn_set_buf_cleared (struct ctx *c) { int x = 0; set_buf (c, &x); set_buf (c, 0); }
void warn_set_global (void) { int x = 0; set_buf (&global_ctx, &x); }
void nowarn_set_global_cleared (void) { int x = 0; set_buf (&global_ctx, &x); global_ctx.buf = 0; }
void nowarn_set_both (void) { struct ctx c, d; int x = 0; set_both (&c, &d, &x); }
void warn_out (int **where) { int x = 0; out (where, &x); }
void nowarn_out_number (int *where) { int x = 0; out_number (where, &x); }
