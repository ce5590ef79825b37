/*
 * The reference target: a single-threaded epoll server that speaks just enough Engine.IO and Socket.IO over WebSocket to be the
 * chat server that is never the bottleneck.
 *
 *   gcc -O2 -o sink sink.c
 *   ./sink --port 9100 --mode fanout --stat sink.stat
 *
 *   --mode sink     counts what it is sent; only the very first message comes back, for clients that load nothing blindly
 *          echo     sends it back to the sender
 *          peer     sends it to the room, but not to the sender: in rooms of two, one message in and one out
 *          fanout   sends it to the whole room
 *          push     sends prepared messages by itself (--push-batch K at a time, --push-rate R a second)
 *   --stat FILE     keeps its counters (stats_t in common.h) in a shared file
 *   --sndbuf BYTES  SO_SNDBUF of every connection
 *   --share 1       several processes may listen on the port: each gets an even part of the connections (SO_REUSEPORT)
 *
 * No HTTP. Joins by 42["join_room",{"roomId":"r12"}] in exactly this form, without an answer; 42["send_message",{"roomId":"r12",...}]
 * becomes 42["message",{"roomId":"r12",...}]. Writes are batched by epoll round. SIGTERM prints the counts as JSON.
 */
#include "common.h"
enum { M_SINK, M_ECHO, M_PEER, M_FAN, M_PUSH };
typedef struct conn { int fd; uint8_t ws, out_armed, in_list, dead, joined; int room, room_pos, idx;
  uint8_t *part; uint32_t plen, pcap; uint8_t *pend; size_t poff, pn, pcap2; } conn;
typedef struct { conn **m; int n, cap; uint8_t *buf; size_t len, cap_b; uint32_t msgs; int dirty; } room;
#define MAXFD 20480
#define NROOM 65536
static conn *C[MAXFD]; static room R[NROOM]; static int dirty[NROOM], ndirty;
static conn *ready[MAXFD*2]; static int nready;
static conn *live[MAXFD]; static int nlive;
static stats_t *S; static int ep, mode=M_SINK, sndbuf=0; static volatile sig_atomic_t f_usr1, f_quit;
static size_t pend_total; static const size_t PEND_MAX=16u<<20;
#define RB (256*1024)
static uint8_t *rbuf, *ebuf; static size_t elen; static uint32_t emsgs;
static void on_sig(int s){ if(s==SIGUSR1) f_usr1=1; else f_quit=1; }

static void kill_conn(conn*c){ if(c->dead) return; c->dead=1; if(c->joined){ room*r=&R[c->room]; conn*l=r->m[--r->n]; r->m[c->room_pos]=l; l->room_pos=c->room_pos; }
  conn*l=live[--nlive]; live[c->idx]=l; l->idx=c->idx; C[c->fd]=0; close(c->fd); pend_total-=c->pn; S->conns--; }
static void arm(conn*c,int on){ if(c->out_armed==on) return; c->out_armed=on; struct epoll_event e={.events=EPOLLIN|EPOLLRDHUP|EPOLLET|(on?EPOLLOUT:0),.data.ptr=c}; epoll_ctl(ep,EPOLL_CTL_MOD,c->fd,&e); }
static void push_pend(conn*c,const uint8_t*p,size_t n){
  if(c->poff && c->poff==c->poff+0 && c->pn==0) c->poff=0;
  if(c->poff+c->pn+n>c->pcap2){ if(c->poff){ memmove(c->pend,c->pend+c->poff,c->pn); c->poff=0; }
    if(c->pn+n>c->pcap2){ c->pcap2=(c->pn+n)*2; c->pend=realloc(c->pend,c->pcap2);} }
  memcpy(c->pend+c->poff+c->pn,p,n); c->pn+=n; pend_total+=n; }
static void out(conn*c,const uint8_t*p,size_t n){ if(c->dead) return;
  if(c->pn==0){ ssize_t w=send(c->fd,p,n,MSG_NOSIGNAL|MSG_DONTWAIT); S->writes++;
    if(w<0){ if(errno!=EAGAIN){ kill_conn(c); return;} w=0; }
    S->sent_bytes+=w; if((size_t)w==n) return; p+=w; n-=w; arm(c,1); }
  push_pend(c,p,n); }
static void flush_pend(conn*c){ while(c->pn){ ssize_t w=send(c->fd,c->pend+c->poff,c->pn,MSG_NOSIGNAL|MSG_DONTWAIT); S->writes++;
    if(w<0){ if(errno!=EAGAIN) kill_conn(c); return; } c->poff+=w; c->pn-=w; pend_total-=w; S->sent_bytes+=w; }
  c->poff=0; if(c->pcap2>(1u<<20)){ free(c->pend); c->pend=0; c->pcap2=0; } if(mode!=M_PUSH) arm(c,0); }
static void flush_room(room*r){ for(int i=0;i<r->n;){ conn*c=r->m[i]; out(c,r->buf,r->len); if(i<r->n && r->m[i]==c) i++; }
  S->sent_msgs+=(uint64_t)r->msgs*r->n; r->len=0; r->msgs=0; }
static void txt(conn*c,const char*s){ uint8_t b[512]; size_t n=strlen(s); int h=2; b[0]=0x81; if(n<126) b[1]=n; else { b[1]=126; b[2]=n>>8; b[3]=n; h=4; } memcpy(b+h,s,n); out(c,b,n+h); }

// append server frame `42["message",` + unmasked rest-of-payload
static inline size_t put_msg(uint8_t*o,const uint8_t*pl,size_t n,uint32_t mask){ size_t rest=n-18, ol=13+rest; int h=2; o[0]=0x81; if(ol<126) o[1]=ol; else { o[1]=126; o[2]=ol>>8; o[3]=ol; h=4; }
  memcpy(o+h,"42[\"message\",",13); xorcpy(o+h+13,pl+18,rest,mask,18&3); return h+ol; }

// sends what was read from c in one go: back to it, or to the others of its room
static void answer(conn*c){ if(mode==M_ECHO){ out(c,ebuf,elen); S->sent_msgs+=emsgs; }
  else if(c->joined){ room*r=&R[c->room]; for(int i=r->n-1;i>=0;i--) if(r->m[i]!=c){ out(r->m[i],ebuf,elen); S->sent_msgs+=emsgs; } }
  elen=0; emsgs=0; }

static int do_http(conn*c,uint8_t*p,size_t n){ uint8_t*e=memmem(p,n,"\r\n\r\n",4); if(!e) return 0;
  p[n<RB?n:RB-1]=0; char*k=strcasestr((char*)p,"sec-websocket-key:"); if(!k){ kill_conn(c); return -1; } k+=18; while(*k==' ') k++; char key[128]; int i=0; while(i<60 && k[i]>' ') { key[i]=k[i]; i++; }
  memcpy(key+i,"258EAFA5-E914-47DA-95CA-C5AB0DC85B11",36); uint8_t d[20]; sha1((uint8_t*)key,i+36,d); char a[40]; b64(d,20,a);
  char resp[700]; int m=sprintf(resp,"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",a);
  char js[256]; int jn=sprintf(js,"0{\"sid\":\"s%08x%08x\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}",c->fd,(unsigned)S->opens);
  resp[m++]=(char)0x81; resp[m++]=jn; memcpy(resp+m,js,jn); m+=jn; out(c,(uint8_t*)resp,m); c->ws=1; S->opens++; return (int)(e+4-p); }

static void on_text(conn*c,const uint8_t*pl,size_t n,uint32_t mask){
  uint8_t h[8]; size_t hn=n<8?n:8; xorcpy(h,pl,hn,mask,0);
  if(n>18 && h[0]=='4' && h[1]=='2' && h[4]=='s'){ S->recv_msgs++;
    if(mode==M_SINK && S->recv_msgs>1) return;
    if(mode==M_ECHO||mode==M_PEER||mode==M_SINK){ elen+=put_msg(ebuf+elen,pl,n,mask); emsgs++; if(elen>RB) answer(c); return; }
    if(mode==M_FAN){ // {"roomId":"r12"  at payload offset 18 -> digits at 18+12
      int id=0; for(size_t i=30;i<n;i++){ uint8_t ch=pl[i]^((uint8_t*)&mask)[i&3]; if(ch<'0'||ch>'9') break; id=id*10+(ch-'0'); }
      room*r=&R[id&(NROOM-1)]; if(r->len+n+16>r->cap_b){ r->cap_b=(r->cap_b?r->cap_b*2:65536)+n; r->buf=realloc(r->buf,r->cap_b);} 
      r->len+=put_msg(r->buf+r->len,pl,n,mask); r->msgs++; if(!r->dirty){ r->dirty=1; dirty[ndirty++]=id&(NROOM-1);} if(r->len>512*1024) flush_room(r); return; }
    return; }
  if(n>16 && h[0]=='4' && h[1]=='2' && h[4]=='j'){ uint8_t b[64]; size_t k=n<60?n:60; xorcpy(b,pl,k,mask,0); b[k]=0; char*q=strstr((char*)b,"\"roomId\":\"r"); int id=q?atoi(q+11)&(NROOM-1):0;
    if(!c->joined){ room*r=&R[id]; if(r->n==r->cap){ r->cap=r->cap?r->cap*2:16; r->m=realloc(r->m,r->cap*sizeof(conn*)); } c->joined=1; c->room=id; c->room_pos=r->n; r->m[r->n++]=c; S->joins++; if(mode==M_PUSH) arm(c,1);} return; }
  if(n>=2 && h[0]=='4' && h[1]=='0'){ char b[64]; sprintf(b,"40{\"sid\":\"c%08x%08x\"}",c->fd,(unsigned)S->connects); S->connects++; txt(c,b); return; }
  if(h[0]=='3') S->pongs++;
}
static void parse(conn*c,uint8_t*p,size_t n){ size_t o=0; if(!c->ws){ int k=do_http(c,p,n); if(k<0) return; o=k; }
  if(c->ws) while(n-o>=6){ uint8_t b1=p[o+1]; size_t l=b1&127; int h=2; if(l==126){ if(n-o<8) break; l=p[o+2]<<8|p[o+3]; h=4; } else if(l==127){ kill_conn(c); return; }
    if(!(b1&0x80)){ kill_conn(c); return; }
    if(n-o<h+4+l) break; uint32_t mask; memcpy(&mask,p+o+h,4); uint8_t op=p[o]&15; 
    if(op==1) on_text(c,p+o+h+4,l,mask); else if(op==8){ uint8_t x[2]={0x88,0}; out(c,x,2); kill_conn(c); return; }
    if(c->dead) return; o+=h+4+l; }
  size_t left=n-o; if(left){ if(left>c->pcap){ c->pcap=left<256?256:left*2; c->part=realloc(c->part,c->pcap);} memmove(c->part,p+o,left);} else if(c->pcap>4096){ free(c->part); c->part=0; c->pcap=0; } c->plen=left; }
static int do_read(conn*c){ // returns 1 when more may be readable
  if(c->plen) memcpy(rbuf,c->part,c->plen);
  size_t room_=RB-c->plen; ssize_t k=recv(c->fd,rbuf+c->plen,room_,MSG_DONTWAIT); S->reads++;
  if(k<=0){ if(k==0||errno!=EAGAIN) kill_conn(c); return 0; }
  S->recv_bytes+=k; parse(c,rbuf,c->plen+k);
  if(elen) answer(c);
  return !c->dead && (size_t)k==room_; }

int main(int ac,char**av){ int port=9100,pk=1,spin=0,share=0; double prate=0; const char*sf=0;
  for(int i=1;i+1<ac;i+=2){ char*a=av[i],*v=av[i+1]; if(!strcmp(a,"--port")) port=atoi(v); else if(!strcmp(a,"--mode")) mode=!strcmp(v,"sink")?M_SINK:!strcmp(v,"echo")?M_ECHO:!strcmp(v,"peer")?M_PEER:!strcmp(v,"fanout")?M_FAN:M_PUSH; else if(!strcmp(a,"--stat")) sf=v; else if(!strcmp(a,"--push-batch")) pk=atoi(v); else if(!strcmp(a,"--push-rate")) prate=atof(v); else if(!strcmp(a,"--sndbuf")) sndbuf=atoi(v); else if(!strcmp(a,"--spin")) spin=atoi(v); else if(!strcmp(a,"--share")) share=atoi(v); }
  rbuf=aligned_alloc(4096,RB+4096); ebuf=aligned_alloc(4096,2*RB+4096);
  if(sf){ int fd=open(sf,O_RDWR|O_CREAT|O_TRUNC,0644); if(ftruncate(fd,4096)) return 1; S=mmap(0,4096,PROT_READ|PROT_WRITE,MAP_SHARED,fd,0); } else S=calloc(1,4096);
  signal(SIGPIPE,SIG_IGN); struct sigaction sa={.sa_handler=on_sig}; sigaction(SIGUSR1,&sa,0); sigaction(SIGTERM,&sa,0); sigaction(SIGINT,&sa,0);
  int ls=socket(AF_INET,SOCK_STREAM|SOCK_NONBLOCK,0),one=1; setsockopt(ls,SOL_SOCKET,SO_REUSEADDR,&one,4); if(share) setsockopt(ls,SOL_SOCKET,SO_REUSEPORT,&one,4);
  struct sockaddr_in ad={.sin_family=AF_INET,.sin_port=htons(port),.sin_addr.s_addr=htonl(INADDR_LOOPBACK)}; if(bind(ls,(void*)&ad,sizeof ad)){ perror("bind"); return 1; } listen(ls,4096);
  ep=epoll_create1(0); struct epoll_event e={.events=EPOLLIN,.data.ptr=0}; epoll_ctl(ep,EPOLL_CTL_ADD,ls,&e);
  // push frames
  static uint8_t pf[1<<20]; size_t pfl=0; if(mode==M_PUSH){ const char*m="42[\"message\",{\"roomId\":\"r12\",\"content\":\"\xF0\x9F\x8E\x89 Happy New Year! Wishing you joy and prosperity! \xF0\x9F\x8E\x8A #%012d:1234567890\"}]"; for(int i=0;i<pk;i++){ char t[300]; int n=sprintf(t,m,i+1); uint8_t*o=pf+pfl; o[0]=0x81; if(n<126){o[1]=n; memcpy(o+2,t,n); pfl+=n+2;} else {o[1]=126;o[2]=n>>8;o[3]=n;memcpy(o+4,t,n);pfl+=n+4;} } }
  printf("listening %d\n",port); fflush(stdout);
  uint64_t t0=now_ns(),tlast=t0,tping=t0+25000000000ull; stats_t last=*S; uint64_t pdue=0; int prr=0; int pstarted=0; uint64_t pt0=0;
  struct epoll_event ev[1024];
  while(!f_quit){ int throttled=pend_total>PEND_MAX; if(throttled) S->throttled++;
    int to=(nready&&!throttled)?0:200; if(mode==M_PUSH && nlive) to=(S->joins? 0:50);
    if(spin) to=0; int n=epoll_wait(ep,ev,1024,to); if(n<0) n=0; S->rounds++;
    for(int i=0;i<n;i++){ conn*c=ev[i].data.ptr; if(!c){ for(;;){ int fd=accept4(ls,0,0,SOCK_NONBLOCK); if(fd<0) break; if(fd>=MAXFD){ close(fd); continue; } setsockopt(fd,IPPROTO_TCP,TCP_NODELAY,&one,4); if(sndbuf) setsockopt(fd,SOL_SOCKET,SO_SNDBUF,&sndbuf,4);
          conn*d=calloc(1,sizeof*d); d->fd=fd; C[fd]=d; d->idx=nlive; live[nlive++]=d; S->conns++; struct epoll_event x={.events=EPOLLIN|EPOLLRDHUP|EPOLLET,.data.ptr=d}; epoll_ctl(ep,EPOLL_CTL_ADD,fd,&x);} continue; }
      if(c->dead) continue;
      if(ev[i].events&EPOLLOUT) flush_pend(c);
      if(!c->dead && (ev[i].events&(EPOLLIN|EPOLLHUP|EPOLLERR|EPOLLRDHUP)) && !c->in_list){ c->in_list=1; ready[nready++]=c; } }
    if(pend_total<=PEND_MAX && nready){ int k=nready,j=0; static conn*again[MAXFD]; int na=0; for(;j<k;j++){ conn*c=ready[j]; if(c->dead){ continue; } if(do_read(c)) again[na++]=c; else c->in_list=0; if(pend_total>PEND_MAX*2){ j++; break; } }
      for(;j<k;j++) again[na++]=ready[j]; memcpy(ready,again,na*sizeof(conn*)); nready=na; }
    for(int i=0;i<ndirty;i++){ room*r=&R[dirty[i]]; r->dirty=0; if(r->len) flush_room(r); } ndirty=0;
    if(mode==M_PUSH && S->joins && nlive){ uint64_t t=now_ns(); if(!pstarted){ pstarted=1; pt0=t+300000000ull; pdue=0; }
      if(prate<=0){ for(int i=0;i<nlive;i++){ conn*c=live[i]; if(c->joined && c->pn==0){ out(c,pf,pfl); S->sent_msgs+=pk; } } }
      else if(t>pt0){ uint64_t want=(uint64_t)((t-pt0)*1e-9*prate); while(pdue+pk<=want && nlive){ if(prr>=nlive) prr=0; conn*c=live[prr++]; pdue+=pk; if(c->joined && c->pn<(1u<<20)){ out(c,pf,pfl); S->sent_msgs+=pk; } } } }
    if(f_usr1){ f_usr1=0; uint64_t t=now_ns(); double dt=(t-tlast)/1e9; printf("{\"dt\":%.3f,\"recv_s\":%.0f,\"sent_s\":%.0f,\"recv\":%lu,\"sent\":%lu,\"conns\":%lu}\n",dt,(S->recv_msgs-last.recv_msgs)/dt,(S->sent_msgs-last.sent_msgs)/dt,S->recv_msgs,S->sent_msgs,S->conns); fflush(stdout); last=*S; tlast=t; }
    if(nlive && (S->rounds&63)==0 || n==0){ uint64_t t=now_ns(); if(t>tping){ tping=t+25000000000ull; for(int i=nlive-1;i>=0;i--) if(live[i]->ws) txt(live[i],"2"); } }
  }
  double u,s; cpu_now(&u,&s); printf("{\"exit\":1,\"secs\":%.3f,\"recv\":%lu,\"sent\":%lu,\"reads\":%lu,\"writes\":%lu,\"rounds\":%lu,\"throttled\":%lu,\"opens\":%lu,\"pongs\":%lu,\"user\":%.3f,\"sys\":%.3f}\n",(now_ns()-t0)/1e9,S->recv_msgs,S->sent_msgs,S->reads,S->writes,S->rounds,S->throttled,S->opens,S->pongs,u,s); return 0; }
