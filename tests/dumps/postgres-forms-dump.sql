--
-- PostgreSQL database dump
--

\restrict ISKPaNZybrIRgFOM7a9VVoiE2oubcpH1IZ3wR8jIV5Y5wDRSBMDLBhIgLyLtmtt

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
-- Name: s2; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA s2;


ALTER SCHEMA s2 OWNER TO postgres;

--
-- Name: plx; Type: PROCEDURAL LANGUAGE; Schema: -; Owner: postgres
--

CREATE OR REPLACE PROCEDURAL LANGUAGE plx;


ALTER PROCEDURAL LANGUAGE plx OWNER TO postgres;

--
-- Name: icu; Type: COLLATION; Schema: s2; Owner: postgres
--

CREATE COLLATION s2.icu (provider = icu, deterministic = false, locale = 'und-u-ks-level2');


ALTER COLLATION s2.icu OWNER TO postgres;

--
-- Name: citext; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;


--
-- Name: EXTENSION citext; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings';


--
-- Name: hstore; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;


--
-- Name: EXTENSION hstore; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION hstore IS 'data type for storing sets of (key, value) pairs';


--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


--
-- Name: postgres_fdw; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA public;


--
-- Name: EXTENSION postgres_fdw; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION postgres_fdw IS 'foreign-data wrapper for remote PostgreSQL servers';


--
-- Name: em; Type: DOMAIN; Schema: s2; Owner: postgres
--

CREATE DOMAIN s2.em AS text COLLATE pg_catalog."C" NOT NULL DEFAULT 'a@b'::text
	CONSTRAINT em_check CHECK ((VALUE ~ '^.+@.+$'::text));


ALTER DOMAIN s2.em OWNER TO postgres;

--
-- Name: fr; Type: TYPE; Schema: s2; Owner: postgres
--

CREATE TYPE s2.fr AS RANGE (
    subtype = double precision,
    multirange_type_name = s2.fr_multirange,
    subtype_diff = float8mi
);


ALTER TYPE s2.fr OWNER TO postgres;

--
-- Name: mood; Type: TYPE; Schema: s2; Owner: postgres
--

CREATE TYPE s2.mood AS ENUM (
    'sad',
    'it''s',
    'Ünï'
);


ALTER TYPE s2.mood OWNER TO postgres;

--
-- Name: pt; Type: TYPE; Schema: s2; Owner: postgres
--

CREATE TYPE s2.pt AS (
	x integer,
	y numeric(10,2)[],
	z s2.mood
);


ALTER TYPE s2.pt OWNER TO postgres;

--
-- Name: tocast(s2.pt); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.tocast(s2.pt) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ select 'x' $$;


ALTER FUNCTION s2.tocast(s2.pt) OWNER TO postgres;

--
-- Name: CAST (s2.pt AS text); Type: CAST; Schema: -; Owner: -
--

CREATE CAST (s2.pt AS text) WITH FUNCTION s2.tocast(s2.pt) AS ASSIGNMENT;


--
-- Name: CAST (s2.pt AS text); Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON CAST (s2.pt AS text) IS 'c';


--
-- Name: addq(text, text); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.addq(a text, b text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ select a || ';' || b $$;


ALTER FUNCTION s2.addq(a text, b text) OWNER TO postgres;

--
-- Name: cmp(s2.mood, s2.mood); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.cmp(a s2.mood, b s2.mood) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ select 1 $$;


ALTER FUNCTION s2.cmp(a s2.mood, b s2.mood) OWNER TO postgres;

--
-- Name: ev(); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.ev() RETURNS event_trigger
    LANGUAGE plpgsql
    AS $$begin end$$;


ALTER FUNCTION s2.ev() OWNER TO postgres;

--
-- Name: f1(integer[]); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.f1(VARIADIC a integer[] DEFAULT '{1,2}'::integer[]) RETURNS SETOF s2.pt
    LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER COST 10 ROWS 5 PARALLEL SAFE
    SET search_path TO 's2', 'pg_temp'
    AS $$begin return; end$$;


ALTER FUNCTION s2.f1(VARIADIC a integer[]) OWNER TO postgres;

--
-- Name: p(integer); Type: PROCEDURE; Schema: s2; Owner: postgres
--

CREATE PROCEDURE s2.p(INOUT a integer)
    LANGUAGE plpgsql
    AS $_$ begin a := a + 1; commit; execute format('select %L', $q$;$q$); end $_$;


ALTER PROCEDURE s2.p(INOUT a integer) OWNER TO postgres;

--
-- Name: sqlbody(integer); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.sqlbody(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT (a + 1);
 SELECT (a + 2);
END;


ALTER FUNCTION s2.sqlbody(a integer) OWNER TO postgres;

--
-- Name: trg(); Type: FUNCTION; Schema: s2; Owner: postgres
--

CREATE FUNCTION s2.trg() RETURNS trigger
    LANGUAGE plpgsql
    AS $$begin return new; end$$;


ALTER FUNCTION s2.trg() OWNER TO postgres;

--
-- Name: cat(text); Type: AGGREGATE; Schema: s2; Owner: postgres
--

CREATE AGGREGATE s2.cat(text) (
    SFUNC = s2.addq,
    STYPE = text,
    INITCOND = ''
);


ALTER AGGREGATE s2.cat(text) OWNER TO postgres;

--
-- Name: AGGREGATE cat(text); Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON AGGREGATE s2.cat(text) IS 'ag';


--
-- Name: am2; Type: ACCESS METHOD; Schema: -; Owner: -
--

CREATE ACCESS METHOD am2 TYPE INDEX HANDLER bthandler;


--
-- Name: =+=; Type: OPERATOR; Schema: s2; Owner: postgres
--

CREATE OPERATOR s2.=+= (
    FUNCTION = s2.addq,
    LEFTARG = text,
    RIGHTARG = text,
    COMMUTATOR = OPERATOR(s2.=+=)
);


ALTER OPERATOR s2.=+= (text, text) OWNER TO postgres;

--
-- Name: OPERATOR =+= (text, text); Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON OPERATOR s2.=+= (text, text) IS 'op';


--
-- Name: mood_ops; Type: OPERATOR FAMILY; Schema: s2; Owner: postgres
--

CREATE OPERATOR FAMILY s2.mood_ops USING btree;


ALTER OPERATOR FAMILY s2.mood_ops USING btree OWNER TO postgres;

--
-- Name: mood_ops; Type: OPERATOR CLASS; Schema: s2; Owner: postgres
--

CREATE OPERATOR CLASS s2.mood_ops
    FOR TYPE s2.mood USING btree FAMILY s2.mood_ops AS
    FUNCTION 1 (s2.mood, s2.mood) s2.cmp(s2.mood,s2.mood);


ALTER OPERATOR CLASS s2.mood_ops USING btree OWNER TO postgres;

--
-- Name: simple_d; Type: TEXT SEARCH DICTIONARY; Schema: s2; Owner: postgres
--

CREATE TEXT SEARCH DICTIONARY s2.simple_d (
    TEMPLATE = pg_catalog.simple,
    stopwords = 'english' );


ALTER TEXT SEARCH DICTIONARY s2.simple_d OWNER TO postgres;

--
-- Name: cfg; Type: TEXT SEARCH CONFIGURATION; Schema: s2; Owner: postgres
--

CREATE TEXT SEARCH CONFIGURATION s2.cfg (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR word WITH s2.simple_d;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR hword_part WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR hword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION s2.cfg
    ADD MAPPING FOR uint WITH simple;


ALTER TEXT SEARCH CONFIGURATION s2.cfg OWNER TO postgres;

--
-- Name: w2; Type: FOREIGN DATA WRAPPER; Schema: -; Owner: postgres
--

CREATE FOREIGN DATA WRAPPER w2 OPTIONS (
    a 'b'
);


ALTER FOREIGN DATA WRAPPER w2 OWNER TO postgres;

--
-- Name: srv; Type: SERVER; Schema: -; Owner: postgres
--

CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
    dbname 'y',
    host 'x'
);


ALTER SERVER srv OWNER TO postgres;

--
-- Name: USER MAPPING public SERVER srv; Type: USER MAPPING; Schema: -; Owner: postgres
--

CREATE USER MAPPING FOR public SERVER srv OPTIONS (
    "user" 'u'
);


--
-- Name: ft; Type: FOREIGN TABLE; Schema: public; Owner: postgres
--

CREATE FOREIGN TABLE public.ft (
    a integer NOT NULL,
    b text DEFAULT 'x'::text
)
SERVER srv
OPTIONS (
    table_name 'z'
);
ALTER FOREIGN TABLE public.ft ALTER COLUMN a OPTIONS (
    column_name 'b'
);


ALTER FOREIGN TABLE public.ft OWNER TO postgres;

--
-- Name: rv; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.rv AS
 WITH RECURSIVE rv(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (rv_1.n + 1)
           FROM rv rv_1
          WHERE (rv_1.n < 5)
        )
 SELECT rv.n
   FROM rv;


ALTER TABLE public.rv OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: We"ird.Tbl; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2."We""ird.Tbl" (
    "Col 1" integer NOT NULL,
    "sélect" s2.em,
    c2 numeric(12,3) GENERATED ALWAYS AS ((("Col 1" * 2))::numeric) STORED,
    m s2.mood DEFAULT 'it''s'::s2.mood,
    h public.hstore,
    tsv tsvector,
    arr text[] DEFAULT '{a,"b c"}'::text[] NOT NULL,
    ci public.citext COLLATE pg_catalog."C",
    iv interval day to second(3),
    ts timestamp(3) with time zone DEFAULT now(),
    b bit(3) DEFAULT '101'::"bit",
    x xml,
    p point,
    r s2.fr,
    CONSTRAINT "ck 1" CHECK (((c2 > (0)::numeric) AND (arr <> '{}'::text[]))) NO INHERIT
);


ALTER TABLE s2."We""ird.Tbl" OWNER TO postgres;

--
-- Name: CONSTRAINT "ck 1" ON "We""ird.Tbl"; Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON CONSTRAINT "ck 1" ON s2."We""ird.Tbl" IS 'x';


--
-- Name: We"ird.Tbl_Col 1_seq; Type: SEQUENCE; Schema: s2; Owner: postgres
--

CREATE SEQUENCE s2."We""ird.Tbl_Col 1_seq"
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE s2."We""ird.Tbl_Col 1_seq" OWNER TO postgres;

--
-- Name: We"ird.Tbl_Col 1_seq; Type: SEQUENCE OWNED BY; Schema: s2; Owner: postgres
--

ALTER SEQUENCE s2."We""ird.Tbl_Col 1_seq" OWNED BY s2."We""ird.Tbl"."Col 1";


--
-- Name: par; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.par (
    a integer,
    b text NOT NULL
);

ALTER TABLE ONLY s2.par FORCE ROW LEVEL SECURITY;


ALTER TABLE s2.par OWNER TO postgres;

--
-- Name: COLUMN par.a; Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON COLUMN s2.par.a IS 'a;b''c';


--
-- Name: chi; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.chi (
    b text DEFAULT 'z'::text,
    c integer
)
INHERITS (s2.par);


ALTER TABLE s2.chi OWNER TO postgres;

--
-- Name: fk; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.fk (
    a integer,
    b integer
);


ALTER TABLE s2.fk OWNER TO postgres;

--
-- Name: hashed; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.hashed (
    a integer
)
PARTITION BY HASH (a);


ALTER TABLE s2.hashed OWNER TO postgres;

--
-- Name: h0; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.h0 (
    a integer
);


ALTER TABLE s2.h0 OWNER TO postgres;

--
-- Name: ident; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.ident (
    id integer NOT NULL,
    t text,
    z integer
)
WITH (fillfactor='70', autovacuum_enabled='false', toast.autovacuum_enabled='false');
ALTER TABLE ONLY s2.ident ALTER COLUMN t SET STORAGE EXTERNAL;
ALTER TABLE ONLY s2.ident ALTER COLUMN t SET COMPRESSION pglz;
ALTER TABLE ONLY s2.ident ALTER COLUMN z SET STATISTICS 500;
ALTER TABLE ONLY s2.ident ALTER COLUMN z SET (n_distinct=-0.5);

ALTER TABLE ONLY s2.ident REPLICA IDENTITY FULL;


ALTER TABLE s2.ident OWNER TO postgres;

--
-- Name: ident_id_seq; Type: SEQUENCE; Schema: s2; Owner: postgres
--

ALTER TABLE s2.ident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME s2.ident_id_seq
    START WITH 10
    INCREMENT BY 5
    MINVALUE 5
    MAXVALUE 1000
    CACHE 7
    CYCLE
);


--
-- Name: meas; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.meas (
    id bigint NOT NULL,
    d date NOT NULL,
    v jsonb
)
PARTITION BY RANGE (d);


ALTER TABLE s2.meas OWNER TO postgres;

--
-- Name: meas_1; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.meas_1 (
    id bigint NOT NULL,
    d date NOT NULL,
    v jsonb
);


ALTER TABLE s2.meas_1 OWNER TO postgres;

--
-- Name: meas_2; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.meas_2 (
    id bigint NOT NULL,
    d date NOT NULL,
    v jsonb
)
PARTITION BY LIST (id);


ALTER TABLE s2.meas_2 OWNER TO postgres;

--
-- Name: meas_2a; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.meas_2a (
    id bigint NOT NULL,
    d date NOT NULL,
    v jsonb
);


ALTER TABLE s2.meas_2a OWNER TO postgres;

--
-- Name: meas_def; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.meas_def (
    id bigint NOT NULL,
    d date NOT NULL,
    v jsonb
);


ALTER TABLE s2.meas_def OWNER TO postgres;

--
-- Name: mv; Type: MATERIALIZED VIEW; Schema: s2; Owner: postgres
--

CREATE MATERIALIZED VIEW s2.mv AS
 SELECT par.a,
    count(*) AS n
   FROM s2.par
  GROUP BY par.a
  WITH NO DATA;


ALTER TABLE s2.mv OWNER TO postgres;

--
-- Name: sq; Type: SEQUENCE; Schema: s2; Owner: postgres
--

CREATE SEQUENCE s2.sq
    AS smallint
    START WITH -5
    INCREMENT BY -3
    MINVALUE -100
    NO MAXVALUE
    CACHE 3
    CYCLE;


ALTER TABLE s2.sq OWNER TO postgres;

--
-- Name: sq; Type: SEQUENCE OWNED BY; Schema: s2; Owner: postgres
--

ALTER SEQUENCE s2.sq OWNED BY s2.par.a;


--
-- Name: typed; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE TABLE s2.typed OF s2.pt (
    x NOT NULL,
    y DEFAULT '{}'::numeric[]
);


ALTER TABLE s2.typed OWNER TO postgres;

--
-- Name: ul; Type: TABLE; Schema: s2; Owner: postgres
--

CREATE UNLOGGED TABLE s2.ul (
    a integer,
    b integer
);


ALTER TABLE s2.ul OWNER TO postgres;

--
-- Name: v1; Type: VIEW; Schema: s2; Owner: postgres
--

CREATE VIEW s2.v1 WITH (security_barrier='true') AS
 SELECT par.a,
    par.b
   FROM s2.par
  WHERE (par.a > 1)
  WITH LOCAL CHECK OPTION;


ALTER TABLE s2.v1 OWNER TO postgres;

--
-- Name: vdef; Type: VIEW; Schema: s2; Owner: postgres
--

CREATE VIEW s2.vdef AS
 SELECT 1 AS a,
    row_number() OVER (PARTITION BY par.b ORDER BY par.a) AS rn,
    ( SELECT max(typed.x) AS max
           FROM s2.typed) AS max
   FROM s2.par;


ALTER TABLE s2.vdef OWNER TO postgres;

--
-- Name: h0; Type: TABLE ATTACH; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.hashed ATTACH PARTITION s2.h0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: meas_1; Type: TABLE ATTACH; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas ATTACH PARTITION s2.meas_1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');


--
-- Name: meas_2; Type: TABLE ATTACH; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas ATTACH PARTITION s2.meas_2 FOR VALUES FROM (MINVALUE) TO ('2020-01-01');


--
-- Name: meas_2a; Type: TABLE ATTACH; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas_2 ATTACH PARTITION s2.meas_2a FOR VALUES IN ('1', '2', NULL);


--
-- Name: meas_def; Type: TABLE ATTACH; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas ATTACH PARTITION s2.meas_def DEFAULT;


--
-- Name: We"ird.Tbl Col 1; Type: DEFAULT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2."We""ird.Tbl" ALTER COLUMN "Col 1" SET DEFAULT nextval('s2."We""ird.Tbl_Col 1_seq"'::regclass);


--
-- Name: v1 b; Type: DEFAULT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.v1 ALTER COLUMN b SET DEFAULT 'q'::text;


--
-- Name: We"ird.Tbl We"ird.Tbl_ci_key; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2."We""ird.Tbl"
    ADD CONSTRAINT "We""ird.Tbl_ci_key" UNIQUE (ci);


--
-- Name: We"ird.Tbl We"ird.Tbl_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2."We""ird.Tbl"
    ADD CONSTRAINT "We""ird.Tbl_pkey" PRIMARY KEY ("Col 1");


--
-- Name: We"ird.Tbl We"ird.Tbl_r_excl; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2."We""ird.Tbl"
    ADD CONSTRAINT "We""ird.Tbl_r_excl" EXCLUDE USING gist (r WITH &&) WHERE ((c2 > (5)::numeric)) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ident ident_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.ident
    ADD CONSTRAINT ident_pkey PRIMARY KEY (id);


--
-- Name: meas meas_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas
    ADD CONSTRAINT meas_pkey PRIMARY KEY (id, d);


--
-- Name: meas_1 meas_1_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas_1
    ADD CONSTRAINT meas_1_pkey PRIMARY KEY (id, d);


--
-- Name: meas_2 meas_2_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas_2
    ADD CONSTRAINT meas_2_pkey PRIMARY KEY (id, d);


--
-- Name: meas_2a meas_2a_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas_2a
    ADD CONSTRAINT meas_2a_pkey PRIMARY KEY (id, d);


--
-- Name: meas_def meas_def_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.meas_def
    ADD CONSTRAINT meas_def_pkey PRIMARY KEY (id, d);


--
-- Name: fk nv; Type: CHECK CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE s2.fk
    ADD CONSTRAINT nv CHECK ((a > 3)) NOT VALID;


--
-- Name: typed typed_pkey; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.typed
    ADD CONSTRAINT typed_pkey PRIMARY KEY (x);


--
-- Name: fk u1; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.fk
    ADD CONSTRAINT u1 UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: ul ul_a_b_key; Type: CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.ul
    ADD CONSTRAINT ul_a_b_key UNIQUE NULLS NOT DISTINCT (a, b);


--
-- Name: meas_expr_d_id_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_expr_d_id_idx ON ONLY s2.meas USING btree (((v ->> 'a'::text)) text_pattern_ops DESC NULLS LAST, d) INCLUDE (id) WHERE ((v ->> 'b'::text) IS NOT NULL);


--
-- Name: meas_1_expr_d_id_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_1_expr_d_id_idx ON s2.meas_1 USING btree (((v ->> 'a'::text)) text_pattern_ops DESC NULLS LAST, d) INCLUDE (id) WHERE ((v ->> 'b'::text) IS NOT NULL);


--
-- Name: meas_v; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_v ON ONLY s2.meas USING gin (v jsonb_path_ops) WITH (fastupdate=off);


--
-- Name: meas_1_v_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_1_v_idx ON s2.meas_1 USING gin (v jsonb_path_ops) WITH (fastupdate=off);


--
-- Name: meas_2_expr_d_id_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_2_expr_d_id_idx ON ONLY s2.meas_2 USING btree (((v ->> 'a'::text)) text_pattern_ops DESC NULLS LAST, d) INCLUDE (id) WHERE ((v ->> 'b'::text) IS NOT NULL);


--
-- Name: meas_2_v_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_2_v_idx ON ONLY s2.meas_2 USING gin (v jsonb_path_ops) WITH (fastupdate=off);


--
-- Name: meas_2a_expr_d_id_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_2a_expr_d_id_idx ON s2.meas_2a USING btree (((v ->> 'a'::text)) text_pattern_ops DESC NULLS LAST, d) INCLUDE (id) WHERE ((v ->> 'b'::text) IS NOT NULL);


--
-- Name: meas_2a_v_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_2a_v_idx ON s2.meas_2a USING gin (v jsonb_path_ops) WITH (fastupdate=off);


--
-- Name: meas_d_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_d_idx ON ONLY s2.meas USING btree (d);


--
-- Name: meas_def_expr_d_id_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_def_expr_d_id_idx ON s2.meas_def USING btree (((v ->> 'a'::text)) text_pattern_ops DESC NULLS LAST, d) INCLUDE (id) WHERE ((v ->> 'b'::text) IS NOT NULL);


--
-- Name: meas_def_v_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE INDEX meas_def_v_idx ON s2.meas_def USING gin (v jsonb_path_ops) WITH (fastupdate=off);


--
-- Name: mv_a_idx; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE UNIQUE INDEX mv_a_idx ON s2.mv USING btree (a);


--
-- Name: par_b; Type: INDEX; Schema: s2; Owner: postgres
--

CREATE UNIQUE INDEX par_b ON s2.par USING btree (b);

ALTER TABLE s2.par CLUSTER ON par_b;

ALTER TABLE ONLY s2.par REPLICA IDENTITY USING INDEX par_b;


--
-- Name: meas_1_expr_d_id_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_expr_d_id_idx ATTACH PARTITION s2.meas_1_expr_d_id_idx;


--
-- Name: meas_1_pkey; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_pkey ATTACH PARTITION s2.meas_1_pkey;


--
-- Name: meas_1_v_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_v ATTACH PARTITION s2.meas_1_v_idx;


--
-- Name: meas_2_expr_d_id_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_expr_d_id_idx ATTACH PARTITION s2.meas_2_expr_d_id_idx;


--
-- Name: meas_2_pkey; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_pkey ATTACH PARTITION s2.meas_2_pkey;


--
-- Name: meas_2_v_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_v ATTACH PARTITION s2.meas_2_v_idx;


--
-- Name: meas_2a_expr_d_id_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_2_expr_d_id_idx ATTACH PARTITION s2.meas_2a_expr_d_id_idx;


--
-- Name: meas_2a_pkey; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_2_pkey ATTACH PARTITION s2.meas_2a_pkey;


--
-- Name: meas_2a_v_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_2_v_idx ATTACH PARTITION s2.meas_2a_v_idx;


--
-- Name: meas_def_expr_d_id_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_expr_d_id_idx ATTACH PARTITION s2.meas_def_expr_d_id_idx;


--
-- Name: meas_def_pkey; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_pkey ATTACH PARTITION s2.meas_def_pkey;


--
-- Name: meas_def_v_idx; Type: INDEX ATTACH; Schema: s2; Owner: postgres
--

ALTER INDEX s2.meas_v ATTACH PARTITION s2.meas_def_v_idx;


--
-- Name: st; Type: STATISTICS; Schema: s2; Owner: postgres
--

CREATE STATISTICS s2.st ON a, b FROM s2.par;
ALTER STATISTICS s2.st SET STATISTICS 100;


ALTER STATISTICS s2.st OWNER TO postgres;

--
-- Name: st2; Type: STATISTICS; Schema: s2; Owner: postgres
--

CREATE STATISTICS s2.st2 ON a, lower(b) FROM s2.par;


ALTER STATISTICS s2.st2 OWNER TO postgres;

--
-- Name: par _RETURN2; Type: RULE; Schema: s2; Owner: postgres
--

CREATE RULE "_RETURN2" AS
    ON UPDATE TO s2.par
   WHERE (new.a > 5) DO NOTHING;


--
-- Name: v1 r_ins; Type: RULE; Schema: s2; Owner: postgres
--

CREATE RULE r_ins AS
    ON INSERT TO s2.v1 DO INSTEAD ( INSERT INTO s2.par (a, b)
  VALUES (new.a, new.b);

 NOTIFY x;
);


--
-- Name: RULE r_ins ON v1; Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON RULE r_ins ON s2.v1 IS 'r';


--
-- Name: par t1; Type: TRIGGER; Schema: s2; Owner: postgres
--

CREATE TRIGGER t1 BEFORE INSERT OR UPDATE OF a, b ON s2.par FOR EACH ROW WHEN ((new.a IS DISTINCT FROM 1)) EXECUTE FUNCTION s2.trg('arg', 'it''s');

ALTER TABLE s2.par DISABLE TRIGGER t1;


--
-- Name: TRIGGER t1 ON par; Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON TRIGGER t1 ON s2.par IS 't';


--
-- Name: par t2; Type: TRIGGER; Schema: s2; Owner: postgres
--

CREATE CONSTRAINT TRIGGER t2 AFTER INSERT ON s2.par DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION s2.trg();


--
-- Name: par t3; Type: TRIGGER; Schema: s2; Owner: postgres
--

CREATE TRIGGER t3 AFTER UPDATE ON s2.par REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION s2.trg();

ALTER TABLE s2.par ENABLE ALWAYS TRIGGER t3;


--
-- Name: v1 t4; Type: TRIGGER; Schema: s2; Owner: postgres
--

CREATE TRIGGER t4 INSTEAD OF UPDATE ON s2.v1 FOR EACH ROW EXECUTE FUNCTION s2.trg();


--
-- Name: fk fk_a_fkey; Type: FK CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.fk
    ADD CONSTRAINT fk_a_fkey FOREIGN KEY (a) REFERENCES s2.ident(id) ON UPDATE CASCADE ON DELETE SET NULL (a) DEFERRABLE;


--
-- Name: fk fk_b_fkey; Type: FK CONSTRAINT; Schema: s2; Owner: postgres
--

ALTER TABLE ONLY s2.fk
    ADD CONSTRAINT fk_b_fkey FOREIGN KEY (b) REFERENCES s2.typed(x) MATCH FULL;


--
-- Name: par; Type: ROW SECURITY; Schema: s2; Owner: postgres
--

ALTER TABLE s2.par ENABLE ROW LEVEL SECURITY;

--
-- Name: par pol; Type: POLICY; Schema: s2; Owner: postgres
--

CREATE POLICY pol ON s2.par AS RESTRICTIVE FOR UPDATE USING ((a > 1)) WITH CHECK ((b <> 'x'::text));


--
-- Name: POLICY pol ON par; Type: COMMENT; Schema: s2; Owner: postgres
--

COMMENT ON POLICY pol ON s2.par IS 'p';


--
-- Name: pub; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pub WITH (publish = 'insert, update', publish_via_partition_root = true);


ALTER PUBLICATION pub OWNER TO postgres;

--
-- Name: pub2; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pub2 WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION pub2 OWNER TO postgres;

--
-- Name: pub3; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pub3 FOR ALL TABLES WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION pub3 OWNER TO postgres;

--
-- Name: pub chi; Type: PUBLICATION TABLE; Schema: s2; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY s2.chi WHERE ((a > 5));


--
-- Name: pub ident; Type: PUBLICATION TABLE; Schema: s2; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY s2.ident (id, t);


--
-- Name: pub par; Type: PUBLICATION TABLE; Schema: s2; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY s2.par WHERE ((a > 5));


--
-- Name: pub2 s2; Type: PUBLICATION TABLES IN SCHEMA; Schema: s2; Owner: postgres
--

ALTER PUBLICATION pub2 ADD TABLES IN SCHEMA s2;


--
-- Name: SCHEMA s2; Type: ACL; Schema: -; Owner: postgres
--

GRANT USAGE ON SCHEMA s2 TO PUBLIC;


--
-- Name: FUNCTION trg(); Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON FUNCTION s2.trg() FROM PUBLIC;


--
-- Name: TABLE "We""ird.Tbl"; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2."We""ird.Tbl" FROM postgres;
GRANT ALL ON TABLE s2."We""ird.Tbl" TO postgres WITH GRANT OPTION;


--
-- Name: TABLE par; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.par FROM postgres;
GRANT ALL ON TABLE s2.par TO postgres WITH GRANT OPTION;


--
-- Name: COLUMN par.a; Type: ACL; Schema: s2; Owner: postgres
--

GRANT SELECT(a) ON TABLE s2.par TO PUBLIC;


--
-- Name: COLUMN par.b; Type: ACL; Schema: s2; Owner: postgres
--

GRANT UPDATE(b) ON TABLE s2.par TO PUBLIC;


--
-- Name: TABLE chi; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.chi FROM postgres;
GRANT ALL ON TABLE s2.chi TO postgres WITH GRANT OPTION;


--
-- Name: TABLE fk; Type: ACL; Schema: s2; Owner: postgres
--

GRANT SELECT ON TABLE s2.fk TO PUBLIC;


--
-- Name: TABLE hashed; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.hashed FROM postgres;
GRANT ALL ON TABLE s2.hashed TO postgres WITH GRANT OPTION;


--
-- Name: TABLE h0; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.h0 FROM postgres;
GRANT ALL ON TABLE s2.h0 TO postgres WITH GRANT OPTION;


--
-- Name: TABLE ident; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.ident FROM postgres;
GRANT ALL ON TABLE s2.ident TO postgres WITH GRANT OPTION;


--
-- Name: TABLE meas; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.meas FROM postgres;
GRANT ALL ON TABLE s2.meas TO postgres WITH GRANT OPTION;


--
-- Name: TABLE meas_1; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.meas_1 FROM postgres;
GRANT ALL ON TABLE s2.meas_1 TO postgres WITH GRANT OPTION;


--
-- Name: TABLE meas_2; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.meas_2 FROM postgres;
GRANT ALL ON TABLE s2.meas_2 TO postgres WITH GRANT OPTION;


--
-- Name: TABLE meas_2a; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.meas_2a FROM postgres;
GRANT ALL ON TABLE s2.meas_2a TO postgres WITH GRANT OPTION;


--
-- Name: TABLE meas_def; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.meas_def FROM postgres;
GRANT ALL ON TABLE s2.meas_def TO postgres WITH GRANT OPTION;


--
-- Name: TABLE mv; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.mv FROM postgres;
GRANT ALL ON TABLE s2.mv TO postgres WITH GRANT OPTION;


--
-- Name: TABLE typed; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.typed FROM postgres;
GRANT ALL ON TABLE s2.typed TO postgres WITH GRANT OPTION;


--
-- Name: TABLE ul; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.ul FROM postgres;
GRANT ALL ON TABLE s2.ul TO postgres WITH GRANT OPTION;


--
-- Name: TABLE v1; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.v1 FROM postgres;
GRANT ALL ON TABLE s2.v1 TO postgres WITH GRANT OPTION;


--
-- Name: TABLE vdef; Type: ACL; Schema: s2; Owner: postgres
--

REVOKE ALL ON TABLE s2.vdef FROM postgres;
GRANT ALL ON TABLE s2.vdef TO postgres WITH GRANT OPTION;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: s2; Owner: postgres
--

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA s2 GRANT SELECT ON TABLES  TO PUBLIC;


--
-- Name: et; Type: EVENT TRIGGER; Schema: -; Owner: postgres
--

CREATE EVENT TRIGGER et ON ddl_command_end
         WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
   EXECUTE FUNCTION s2.ev();


ALTER EVENT TRIGGER et OWNER TO postgres;

--
-- PostgreSQL database dump complete
--

\unrestrict ISKPaNZybrIRgFOM7a9VVoiE2oubcpH1IZ3wR8jIV5Y5wDRSBMDLBhIgLyLtmtt

