--
-- PostgreSQL database dump
--

\restrict PpPSeEjh5cbJHhpPbZWNThkzgaS6HQUTfr3y2hhL8qktLzS3qDBkqbYDUWGZxGn

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: Odd Schema; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "Odd Schema";


ALTER SCHEMA "Odd Schema" OWNER TO postgres;

--
-- Name: shop; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA shop;


ALTER SCHEMA shop OWNER TO postgres;

--
-- Name: SCHEMA shop; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON SCHEMA shop IS 'the shop''s; own';


--
-- Name: posix; Type: COLLATION; Schema: shop; Owner: postgres
--

CREATE COLLATION shop.posix (provider = libc, locale = 'C');


ALTER COLLATION shop.posix OWNER TO postgres;

--
-- Name: citext; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;


--
-- Name: EXTENSION citext; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION citext IS 'e';


--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


--
-- Name: money_amount; Type: DOMAIN; Schema: shop; Owner: postgres
--

CREATE DOMAIN shop.money_amount AS numeric(12,2) NOT NULL DEFAULT 0
	CONSTRAINT positive CHECK ((VALUE >= (0)::numeric));


ALTER DOMAIN shop.money_amount OWNER TO postgres;

--
-- Name: DOMAIN money_amount; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON DOMAIN shop.money_amount IS 'x';


--
-- Name: place; Type: TYPE; Schema: shop; Owner: postgres
--

CREATE TYPE shop.place AS (
	street text,
	zip character varying(10)
);


ALTER TYPE shop.place OWNER TO postgres;

--
-- Name: span; Type: TYPE; Schema: shop; Owner: postgres
--

CREATE TYPE shop.span AS RANGE (
    subtype = integer,
    multirange_type_name = shop.span_multirange
);


ALTER TYPE shop.span OWNER TO postgres;

--
-- Name: state; Type: TYPE; Schema: shop; Owner: postgres
--

CREATE TYPE shop.state AS ENUM (
    'new',
    'paid',
    'it''s gone'
);


ALTER TYPE shop.state OWNER TO postgres;

--
-- Name: TYPE state; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON TYPE shop.state IS 'e';


--
-- Name: CAST (shop.state AS integer); Type: CAST; Schema: -; Owner: -
--

CREATE CAST (shop.state AS integer) WITH INOUT AS ASSIGNMENT;


--
-- Name: body(integer); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.body(a integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    BEGIN ATOMIC
 SELECT (a + 1);
 SELECT (a + 2);
END;


ALTER FUNCTION shop.body(a integer) OWNER TO postgres;

--
-- Name: on_ddl(); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.on_ddl() RETURNS event_trigger
    LANGUAGE plpgsql
    AS $$ begin end $$;


ALTER FUNCTION shop.on_ddl() OWNER TO postgres;

--
-- Name: stamp(); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  -- a ; semicolon, a 'quote' and create table inside (x int);
  execute 'drop table orders; -- ' || tg_table_name;
  return new;
end;
$$;


ALTER FUNCTION shop.stamp() OWNER TO postgres;

--
-- Name: twice(integer, integer); Type: FUNCTION; Schema: shop; Owner: postgres
--

CREATE FUNCTION shop.twice(a integer, b integer DEFAULT 2) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$select a * b$$;


ALTER FUNCTION shop.twice(a integer, b integer) OWNER TO postgres;

--
-- Name: FUNCTION twice(a integer, b integer); Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON FUNCTION shop.twice(a integer, b integer) IS 'f';


--
-- Name: work(integer); Type: PROCEDURE; Schema: shop; Owner: postgres
--

CREATE PROCEDURE shop.work(INOUT a integer)
    LANGUAGE plpgsql
    AS $$ begin commit; end $$;


ALTER PROCEDURE shop.work(INOUT a integer) OWNER TO postgres;

--
-- Name: total(integer); Type: AGGREGATE; Schema: shop; Owner: postgres
--

CREATE AGGREGATE shop.total(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);


ALTER AGGREGATE shop.total(integer) OWNER TO postgres;

--
-- Name: ===; Type: OPERATOR; Schema: shop; Owner: postgres
--

CREATE OPERATOR shop.=== (
    FUNCTION = int4eq,
    LEFTARG = integer,
    RIGHTARG = integer,
    COMMUTATOR = OPERATOR(shop.===)
);


ALTER OPERATOR shop.=== (integer, integer) OWNER TO postgres;

--
-- Name: OPERATOR === (integer, integer); Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON OPERATOR shop.=== (integer, integer) IS 'op';


--
-- Name: fam; Type: OPERATOR FAMILY; Schema: shop; Owner: postgres
--

CREATE OPERATOR FAMILY shop.fam USING btree;


ALTER OPERATOR FAMILY shop.fam USING btree OWNER TO postgres;

--
-- Name: int_ops; Type: OPERATOR FAMILY; Schema: shop; Owner: postgres
--

CREATE OPERATOR FAMILY shop.int_ops USING btree;


ALTER OPERATOR FAMILY shop.int_ops USING btree OWNER TO postgres;

--
-- Name: int_ops; Type: OPERATOR CLASS; Schema: shop; Owner: postgres
--

CREATE OPERATOR CLASS shop.int_ops
    FOR TYPE integer USING btree FAMILY shop.int_ops AS
    OPERATOR 1 <(integer,integer) ,
    OPERATOR 2 <=(integer,integer) ,
    OPERATOR 3 =(integer,integer) ,
    OPERATOR 4 >=(integer,integer) ,
    OPERATOR 5 >(integer,integer) ,
    FUNCTION 1 (integer, integer) btint4cmp(integer,integer);


ALTER OPERATOR CLASS shop.int_ops USING btree OWNER TO postgres;

--
-- Name: dict; Type: TEXT SEARCH DICTIONARY; Schema: shop; Owner: postgres
--

CREATE TEXT SEARCH DICTIONARY shop.dict (
    TEMPLATE = pg_catalog.simple );


ALTER TEXT SEARCH DICTIONARY shop.dict OWNER TO postgres;

--
-- Name: words; Type: TEXT SEARCH CONFIGURATION; Schema: shop; Owner: postgres
--

CREATE TEXT SEARCH CONFIGURATION shop.words (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR word WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR hword_part WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR hword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION shop.words
    ADD MAPPING FOR uint WITH simple;


ALTER TEXT SEARCH CONFIGURATION shop.words OWNER TO postgres;

--
-- Name: nothing; Type: FOREIGN DATA WRAPPER; Schema: -; Owner: postgres
--

CREATE FOREIGN DATA WRAPPER nothing;


ALTER FOREIGN DATA WRAPPER nothing OWNER TO postgres;

--
-- Name: far; Type: SERVER; Schema: -; Owner: postgres
--

CREATE SERVER far FOREIGN DATA WRAPPER nothing OPTIONS (
    host 'x; y'
);


ALTER SERVER far OWNER TO postgres;

--
-- Name: USER MAPPING public SERVER far; Type: USER MAPPING; Schema: -; Owner: postgres
--

CREATE USER MAPPING FOR public SERVER far OPTIONS (
    password 'p;w',
    "user" 'u'
);


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: My "Table; Type: TABLE; Schema: Odd Schema; Owner: postgres
--

CREATE TABLE "Odd Schema"."My ""Table" (
    "Id" integer NOT NULL,
    "select" text,
    "a.b" integer,
    "ünïcode 😀" text
);


ALTER TABLE "Odd Schema"."My ""Table" OWNER TO postgres;

--
-- Name: base; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.base (
    id integer,
    v text NOT NULL
);


ALTER TABLE shop.base OWNER TO postgres;

--
-- Name: customers; Type: TABLE; Schema: shop; Owner: writer
--

CREATE TABLE shop.customers (
    id bigint NOT NULL,
    email public.citext NOT NULL,
    name character varying(40) COLLATE shop.posix,
    home shop.place,
    tags text[] DEFAULT '{}'::text[],
    born date,
    balance shop.money_amount,
    full_name text GENERATED ALWAYS AS (((COALESCE(name, ''::character varying))::text || '!'::text)) STORED,
    CONSTRAINT adult CHECK ((born < '2010-01-01'::date)) NO INHERIT
);

ALTER TABLE ONLY shop.customers FORCE ROW LEVEL SECURITY;


ALTER TABLE shop.customers OWNER TO writer;

--
-- Name: TABLE customers; Type: COMMENT; Schema: shop; Owner: writer
--

COMMENT ON TABLE shop.customers IS 'who buys; "quoted"';


--
-- Name: COLUMN customers.email; Type: COMMENT; Schema: shop; Owner: writer
--

COMMENT ON COLUMN shop.customers.email IS 'line
break';


--
-- Name: customers_id_seq; Type: SEQUENCE; Schema: shop; Owner: writer
--

ALTER TABLE shop.customers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME shop.customers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: events; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.events (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text
)
PARTITION BY RANGE (at);


ALTER TABLE shop.events OWNER TO postgres;

--
-- Name: events_1; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.events_1 (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text
);


ALTER TABLE shop.events_1 OWNER TO postgres;

--
-- Name: events_rest; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.events_rest (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text
);


ALTER TABLE shop.events_rest OWNER TO postgres;

--
-- Name: heir; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.heir (
    extra integer
)
INHERITS (shop.base);


ALTER TABLE shop.heir OWNER TO postgres;

--
-- Name: numbers; Type: SEQUENCE; Schema: shop; Owner: postgres
--

CREATE SEQUENCE shop.numbers
    START WITH 10
    INCREMENT BY 5
    MINVALUE 5
    MAXVALUE 100000
    CACHE 3
    CYCLE;


ALTER TABLE shop.numbers OWNER TO postgres;

--
-- Name: orders; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.orders (
    id bigint NOT NULL,
    customer_id bigint NOT NULL,
    state shop.state DEFAULT 'new'::shop.state NOT NULL,
    placed timestamp with time zone DEFAULT now() NOT NULL,
    note text,
    room int4range
)
WITH (fillfactor='70', autovacuum_enabled=off);
ALTER TABLE ONLY shop.orders ALTER COLUMN note SET STATISTICS 500;
ALTER TABLE ONLY shop.orders ALTER COLUMN note SET STORAGE EXTERNAL;

ALTER TABLE ONLY shop.orders REPLICA IDENTITY FULL;


ALTER TABLE shop.orders OWNER TO postgres;

--
-- Name: orders_id_seq; Type: SEQUENCE; Schema: shop; Owner: postgres
--

CREATE SEQUENCE shop.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE shop.orders_id_seq OWNER TO postgres;

--
-- Name: orders_id_seq; Type: SEQUENCE OWNED BY; Schema: shop; Owner: postgres
--

ALTER SEQUENCE shop.orders_id_seq OWNED BY shop.orders.id;


--
-- Name: remote; Type: FOREIGN TABLE; Schema: shop; Owner: postgres
--

CREATE FOREIGN TABLE shop.remote (
    id integer NOT NULL,
    v text
)
SERVER far
OPTIONS (
    "table" 'r'
);
ALTER FOREIGN TABLE shop.remote ALTER COLUMN id OPTIONS (
    column_name 'x'
);


ALTER FOREIGN TABLE shop.remote OWNER TO postgres;

--
-- Name: scratch; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE UNLOGGED TABLE shop.scratch (
    id integer DEFAULT nextval('shop.numbers'::regclass),
    b bytea DEFAULT '\x00'::bytea
);


ALTER TABLE shop.scratch OWNER TO postgres;

--
-- Name: small; Type: SEQUENCE; Schema: shop; Owner: postgres
--

CREATE SEQUENCE shop.small
    AS smallint
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE shop.small OWNER TO postgres;

--
-- Name: small; Type: SEQUENCE OWNED BY; Schema: shop; Owner: postgres
--

ALTER SEQUENCE shop.small OWNED BY shop.base.id;


--
-- Name: totals; Type: MATERIALIZED VIEW; Schema: shop; Owner: postgres
--

CREATE MATERIALIZED VIEW shop.totals AS
 SELECT orders.customer_id,
    count(*) AS n
   FROM shop.orders
  GROUP BY orders.customer_id
  WITH NO DATA;


ALTER TABLE shop.totals OWNER TO postgres;

--
-- Name: MATERIALIZED VIEW totals; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON MATERIALIZED VIEW shop.totals IS 'mv';


--
-- Name: totals_2; Type: MATERIALIZED VIEW; Schema: shop; Owner: postgres
--

CREATE MATERIALIZED VIEW shop.totals_2 AS
 SELECT totals.customer_id,
    totals.n
   FROM shop.totals
  WITH NO DATA;


ALTER TABLE shop.totals_2 OWNER TO postgres;

--
-- Name: tree; Type: VIEW; Schema: shop; Owner: postgres
--

CREATE VIEW shop.tree AS
 WITH RECURSIVE tree(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (tree_1.n + 1)
           FROM tree tree_1
          WHERE (tree_1.n < 10)
        )
 SELECT tree.n
   FROM tree;


ALTER TABLE shop.tree OWNER TO postgres;

--
-- Name: typed; Type: TABLE; Schema: shop; Owner: postgres
--

CREATE TABLE shop.typed OF shop.place (
    street NOT NULL
);


ALTER TABLE shop.typed OWNER TO postgres;

--
-- Name: events_1; Type: TABLE ATTACH; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.events ATTACH PARTITION shop.events_1 FOR VALUES FROM ('2020-01-01 00:00:00+00') TO ('2021-01-01 00:00:00+00');


--
-- Name: events_rest; Type: TABLE ATTACH; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.events ATTACH PARTITION shop.events_rest DEFAULT;


--
-- Name: base id; Type: DEFAULT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.base ALTER COLUMN id SET DEFAULT nextval('shop.small'::regclass);


--
-- Name: heir id; Type: DEFAULT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.heir ALTER COLUMN id SET DEFAULT nextval('shop.small'::regclass);


--
-- Name: orders id; Type: DEFAULT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders ALTER COLUMN id SET DEFAULT nextval('shop.orders_id_seq'::regclass);


--
-- Data for Name: My "Table; Type: TABLE DATA; Schema: Odd Schema; Owner: postgres
--

COPY "Odd Schema"."My ""Table" ("Id", "select", "a.b", "ünïcode 😀") FROM stdin;
\.


--
-- Data for Name: base; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.base (id, v) FROM stdin;
1	tab\there
2	\\.
3	its; -- x
\.


--
-- Data for Name: customers; Type: TABLE DATA; Schema: shop; Owner: writer
--

COPY shop.customers (id, email, name, home, tags, born, balance) FROM stdin;
\.


--
-- Data for Name: events_1; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.events_1 (id, at, kind) FROM stdin;
\.


--
-- Data for Name: events_rest; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.events_rest (id, at, kind) FROM stdin;
\.


--
-- Data for Name: heir; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.heir (id, v, extra) FROM stdin;
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.orders (id, customer_id, state, placed, note, room) FROM stdin;
\.


--
-- Data for Name: scratch; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.scratch (id, b) FROM stdin;
\.


--
-- Data for Name: typed; Type: TABLE DATA; Schema: shop; Owner: postgres
--

COPY shop.typed (street, zip) FROM stdin;
\.


--
-- Name: customers_id_seq; Type: SEQUENCE SET; Schema: shop; Owner: writer
--

SELECT pg_catalog.setval('shop.customers_id_seq', 1, false);


--
-- Name: numbers; Type: SEQUENCE SET; Schema: shop; Owner: postgres
--

SELECT pg_catalog.setval('shop.numbers', 10, false);


--
-- Name: orders_id_seq; Type: SEQUENCE SET; Schema: shop; Owner: postgres
--

SELECT pg_catalog.setval('shop.orders_id_seq', 1, false);


--
-- Name: small; Type: SEQUENCE SET; Schema: shop; Owner: postgres
--

SELECT pg_catalog.setval('shop.small', 1, false);


--
-- Name: My "Table My "Table_pkey; Type: CONSTRAINT; Schema: Odd Schema; Owner: postgres
--

ALTER TABLE ONLY "Odd Schema"."My ""Table"
    ADD CONSTRAINT "My ""Table_pkey" PRIMARY KEY ("Id");


--
-- Name: customers customers_email; Type: CONSTRAINT; Schema: shop; Owner: writer
--

ALTER TABLE ONLY shop.customers
    ADD CONSTRAINT customers_email UNIQUE (email);


--
-- Name: customers customers_pkey; Type: CONSTRAINT; Schema: shop; Owner: writer
--

ALTER TABLE ONLY shop.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id, at);


--
-- Name: events_1 events_1_pkey; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.events_1
    ADD CONSTRAINT events_1_pkey PRIMARY KEY (id, at);


--
-- Name: events_rest events_rest_pkey; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.events_rest
    ADD CONSTRAINT events_rest_pkey PRIMARY KEY (id, at);


--
-- Name: orders later; Type: CHECK CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE shop.orders
    ADD CONSTRAINT later CHECK ((note <> ''::text)) NOT VALID;


--
-- Name: CONSTRAINT later ON orders; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON CONSTRAINT later ON shop.orders IS 'c';


--
-- Name: orders no_overlap; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders
    ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH &&);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: My "Index; Type: INDEX; Schema: Odd Schema; Owner: postgres
--

CREATE INDEX "My ""Index" ON "Odd Schema"."My ""Table" USING btree ("select");


--
-- Name: events_kind; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX events_kind ON ONLY shop.events USING btree (kind);


--
-- Name: events_1_kind_idx; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX events_1_kind_idx ON shop.events_1 USING btree (kind);


--
-- Name: events_rest_kind_idx; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX events_rest_kind_idx ON shop.events_rest USING btree (kind);


--
-- Name: orders_customer; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX orders_customer ON shop.orders USING btree (customer_id) WHERE (state = 'new'::shop.state);


--
-- Name: INDEX orders_customer; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON INDEX shop.orders_customer IS 'i';


--
-- Name: orders_expr; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE UNIQUE INDEX orders_expr ON shop.orders USING btree (lower(note), placed DESC NULLS LAST) INCLUDE (state);


--
-- Name: orders_note; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX orders_note ON shop.orders USING gin (note public.gin_trgm_ops) WITH (fastupdate=off);


--
-- Name: orders_placed; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE INDEX orders_placed ON shop.orders USING btree (placed);

ALTER TABLE shop.orders CLUSTER ON orders_placed;


--
-- Name: totals_customer; Type: INDEX; Schema: shop; Owner: postgres
--

CREATE UNIQUE INDEX totals_customer ON shop.totals USING btree (customer_id);


--
-- Name: events_1_kind_idx; Type: INDEX ATTACH; Schema: shop; Owner: postgres
--

ALTER INDEX shop.events_kind ATTACH PARTITION shop.events_1_kind_idx;


--
-- Name: events_1_pkey; Type: INDEX ATTACH; Schema: shop; Owner: postgres
--

ALTER INDEX shop.events_pkey ATTACH PARTITION shop.events_1_pkey;


--
-- Name: events_rest_kind_idx; Type: INDEX ATTACH; Schema: shop; Owner: postgres
--

ALTER INDEX shop.events_kind ATTACH PARTITION shop.events_rest_kind_idx;


--
-- Name: events_rest_pkey; Type: INDEX ATTACH; Schema: shop; Owner: postgres
--

ALTER INDEX shop.events_pkey ATTACH PARTITION shop.events_rest_pkey;


--
-- Name: orders_stats; Type: STATISTICS; Schema: shop; Owner: postgres
--

CREATE STATISTICS shop.orders_stats (ndistinct, dependencies) ON customer_id, state FROM shop.orders;


ALTER STATISTICS shop.orders_stats OWNER TO postgres;

--
-- Name: base log_update; Type: RULE; Schema: shop; Owner: postgres
--

CREATE RULE log_update AS
    ON UPDATE TO shop.base
   WHERE (new.v <> old.v) DO ( INSERT INTO shop.heir (id, v)
  VALUES (new.id, new.v);
 DELETE FROM shop.heir
  WHERE (heir.id = '-1'::integer);
);


--
-- Name: base no_delete; Type: RULE; Schema: shop; Owner: postgres
--

CREATE RULE no_delete AS
    ON DELETE TO shop.base DO INSTEAD NOTHING;


--
-- Name: orders orders_check; Type: TRIGGER; Schema: shop; Owner: postgres
--

CREATE CONSTRAINT TRIGGER orders_check AFTER INSERT ON shop.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop.stamp();


--
-- Name: orders orders_stamp; Type: TRIGGER; Schema: shop; Owner: postgres
--

CREATE TRIGGER orders_stamp BEFORE INSERT OR UPDATE OF note ON shop.orders FOR EACH ROW WHEN ((new.note IS NOT NULL)) EXECUTE FUNCTION shop.stamp();

ALTER TABLE shop.orders DISABLE TRIGGER orders_stamp;


--
-- Name: TRIGGER orders_stamp ON orders; Type: COMMENT; Schema: shop; Owner: postgres
--

COMMENT ON TRIGGER orders_stamp ON shop.orders IS 't';


--
-- Name: orders orders_customer_id_fkey; Type: FK CONSTRAINT; Schema: shop; Owner: postgres
--

ALTER TABLE ONLY shop.orders
    ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES shop.customers(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;


--
-- Name: customers; Type: ROW SECURITY; Schema: shop; Owner: writer
--

ALTER TABLE shop.customers ENABLE ROW LEVEL SECURITY;

--
-- Name: customers mine; Type: POLICY; Schema: shop; Owner: writer
--

CREATE POLICY mine ON shop.customers AS RESTRICTIVE FOR UPDATE USING ((id IN ( SELECT orders.customer_id
   FROM shop.orders))) WITH CHECK (true);


--
-- Name: customers own; Type: POLICY; Schema: shop; Owner: writer
--

CREATE POLICY own ON shop.customers FOR SELECT USING (((name)::text = CURRENT_USER));


--
-- Name: POLICY own ON customers; Type: COMMENT; Schema: shop; Owner: writer
--

COMMENT ON POLICY own ON shop.customers IS 'p';


--
-- Name: pub; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pub WITH (publish = 'insert, update');


ALTER PUBLICATION pub OWNER TO postgres;

--
-- Name: pub customers; Type: PUBLICATION TABLE; Schema: shop; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY shop.customers;


--
-- Name: pub orders; Type: PUBLICATION TABLE; Schema: shop; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY shop.orders;


--
-- Name: SCHEMA shop; Type: ACL; Schema: -; Owner: postgres
--

GRANT USAGE ON SCHEMA shop TO reader;


--
-- Name: FUNCTION twice(a integer, b integer); Type: ACL; Schema: shop; Owner: postgres
--

REVOKE ALL ON FUNCTION shop.twice(a integer, b integer) FROM PUBLIC;


--
-- Name: TABLE customers; Type: ACL; Schema: shop; Owner: writer
--

GRANT SELECT ON TABLE shop.customers TO reader WITH GRANT OPTION;


--
-- Name: COLUMN customers.id; Type: ACL; Schema: shop; Owner: writer
--

GRANT SELECT(id) ON TABLE shop.customers TO writer;


--
-- Name: COLUMN customers.name; Type: ACL; Schema: shop; Owner: writer
--

GRANT UPDATE(name) ON TABLE shop.customers TO writer;


--
-- Name: SEQUENCE numbers; Type: ACL; Schema: shop; Owner: postgres
--

GRANT ALL ON SEQUENCE shop.numbers TO writer;


--
-- Name: TABLE remote; Type: ACL; Schema: shop; Owner: postgres
--

GRANT SELECT ON TABLE shop.remote TO reader;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: shop; Owner: postgres
--

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA shop GRANT SELECT ON TABLES  TO reader;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: writer
--

ALTER DEFAULT PRIVILEGES FOR ROLE writer REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- Name: watch; Type: EVENT TRIGGER; Schema: -; Owner: postgres
--

CREATE EVENT TRIGGER watch ON ddl_command_end
         WHEN TAG IN ('CREATE TABLE')
   EXECUTE FUNCTION shop.on_ddl();


ALTER EVENT TRIGGER watch OWNER TO postgres;

--
-- PostgreSQL database dump complete
--

\unrestrict PpPSeEjh5cbJHhpPbZWNThkzgaS6HQUTfr3y2hhL8qktLzS3qDBkqbYDUWGZxGn

