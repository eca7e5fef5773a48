//! What functions promise about their results: the server's own (catalog `pg_proc` of PostgreSQL 12 and 18, the least
//! promise of all functions of one name), those of common extensions, and those that the history makes.
//!
//! Since PostgreSQL 11 a new column's default is stored once unless it calls a VOLATILE function
//! (manual: "ALTER TABLE", notes; "Function Volatility Categories").

use crate::catalog::Schema;
use crate::ops::ObjectName;
use crate::ops::expr::{DataType, Expr, Form};
use crate::ops::object::Volatility;

/// The weakest promise among the functions that an expression calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promise {
    Known(Volatility),
    /// It calls this function in SQL, which is VOLATILE by what is said of it; the server puts the body of a simple one in
    /// its place and judges that.
    Inlined(ObjectName),
    /// It calls this function, of which nothing is known.
    Unknown(ObjectName),
    /// The expression could not be read.
    Unread,
}

/// What an expression promises.
pub fn of(expr: &Expr, schema: &Schema) -> Promise {
    let mut weakest = Volatility::Immutable;
    let mut unknown = None;
    let mut inlined = None;
    for function in &expr.functions {
        match of_function(function, schema) {
            Some(Volatility::Volatile) if is_in_sql(function, schema) => inlined = Some(function),
            Some(volatility) => weakest = weakest.max(volatility),
            None => unknown = Some(function),
        }
    }
    if weakest == Volatility::Volatile {
        return Promise::Known(weakest);
    }
    if let Some(function) = inlined {
        return Promise::Inlined(function.clone());
    }
    if let Some(function) = unknown {
        return Promise::Unknown(function.clone());
    }
    if expr.form == Form::Unread {
        return Promise::Unread;
    }
    Promise::Known(weakest)
}

fn is_in_sql(name: &ObjectName, schema: &Schema) -> bool {
    schema.functions.get(name).is_some_and(|it| it.language.as_deref() == Some("sql"))
}

/// What a function of that name promises; `None` where nobody knows.
pub fn of_function(name: &ObjectName, schema: &Schema) -> Option<Volatility> {
    let catalog = name.schema.as_deref() == Some("pg_catalog");
    if !catalog && let Some(known) = schema.functions.get(name) {
        return Some(known.volatility);
    }
    if name.schema.is_some() && !catalog && name.schema.as_deref() != Some("extensions") {
        return None;
    }
    let listed = |list: &str| list.split(' ').any(|it| it == name.name);
    if listed(VOLATILE) {
        Some(Volatility::Volatile)
    } else if listed(STABLE) {
        Some(Volatility::Stable)
    } else if listed(IMMUTABLE) {
        Some(Volatility::Immutable)
    } else {
        None
    }
}

/// Whether every function of that name is at best STABLE, so that no index may use it.
pub fn is_never_immutable(name: &ObjectName, schema: &Schema) -> bool {
    let mixed = MIXED.split(' ').any(|it| it == name.name);
    // The body of a simple one in SQL takes its place.
    !mixed
        && !is_in_sql(name, schema)
        && of_function(name, schema).is_some_and(|it| it != Volatility::Immutable)
}

/// Whether the casts around a column go by the session's time zone or by the way in which it writes dates, so that no
/// index may use them (catalog `pg_cast` and `pg_proc` of PostgreSQL 10 and 18; measured: `hand/index_cast_…`).
pub fn cast_varies(form: &Form, of_column: &dyn Fn(&str) -> Option<DataType>) -> bool {
    let Form::Cast(inner, to) = form else { return false };
    let from = match &**inner {
        Form::Column(name) => of_column(name),
        Form::Cast(_, between) => Some(between.clone()),
        _ => None,
    };
    let differs = |from: &DataType| {
        let place = |it: &DataType| ZONED.iter().position(|name| it.is(name));
        let (from, to) = (place(from), place(to));
        match (from, to) {
            (Some(0), Some(other)) | (Some(other), Some(0)) => other != 0,
            (Some(1 | 2), Some(to)) => 2 < to,
            (Some(_), Some(to)) => 0 < to && to < 3,
            _ => false,
        }
    };
    from.as_ref().is_some_and(differs) || cast_varies(inner, of_column)
}

/// As [`cast_varies`], where the cast of a column stands somewhere within the expression: `lower(at::text)`.
pub fn column_cast_varies(expr: &Expr, of_column: &dyn Fn(&str) -> Option<DataType>) -> bool {
    let text = expr.text.to_lowercase();
    let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == '"';
    // Each pair is looked for in the whole text.
    const FEW: usize = 8;
    expr.columns.iter().take(FEW).any(|column| {
        expr.casts.iter().take(FEW).any(|to| {
            let cast = format!("{column}::{}", to.text.to_lowercase());
            let stands = text.match_indices(&cast).any(|(at, _)| {
                !text[..at].ends_with(is_part) && !text[at + cast.len()..].starts_with(is_part)
            });
            let form = || Form::Cast(Box::new(Form::Column(column.clone())), to.clone());
            stands && cast_varies(&form(), of_column)
        })
    })
}

/// The first goes by the time zone into all others and back, the next two by the style of dates into texts and back.
const ZONED: [&str; 6] = [
    "timestamp with time zone",
    "timestamp without time zone",
    "date",
    "text",
    "character varying",
    "character",
];

/// Whether a function of the server's own tells the time, a setting, who asks, or something random.
/// Other STABLE functions depend on settings that hardly change, or only on how values are written.
pub fn varies(name: &ObjectName, schema: &Schema) -> bool {
    let own = matches!(name.schema.as_deref(), None | Some("pg_catalog"))
        && !schema.functions.contains_key(name);
    let listed = |list: &str| list.split(' ').any(|it| it == name.name);
    own && (listed(VOLATILE) || listed(TELLING))
}

/// STABLE functions whose answer is the moment, the session or the server.
const TELLING: &str = "\
current_catalog current_database current_date current_role current_schema current_setting current_time \
 current_timestamp current_user inet_client_addr localtime localtimestamp now pg_backend_pid session_user \
 statement_timestamp system_user transaction_timestamp txid_current user version";

/// Each call may give another result, or does something.
const VOLATILE: &str = "\
array_sample array_shuffle brin_desummarize_range brin_summarize_new_values brin_summarize_range clock_timestamp \
 current_query currval cursor_to_xml cursor_to_xmlschema dblink dblink_exec gen_random_bytes gen_random_uuid \
 gen_salt gin_clean_pending_list lastval lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import \
 lo_lseek lo_lseek64 lo_open lo_put lo_tell lo_tell64 lo_truncate lo_truncate64 lo_unlink loread lowrite nextval \
 pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared \
 pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_available_wal_summaries pg_backup_start pg_backup_stop \
 pg_blocking_pids pg_cancel_backend pg_clear_attribute_stats pg_clear_relation_stats pg_collation_actual_version \
 pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_copy_logical_replication_slot \
 pg_copy_physical_replication_slot pg_create_logical_replication_slot pg_create_physical_replication_slot \
 pg_create_restore_point pg_current_logfile pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn \
 pg_database_collation_actual_version pg_database_size pg_drop_replication_slot pg_export_snapshot \
 pg_extension_config_dump pg_get_aios pg_get_backend_memory_contexts pg_get_loaded_modules \
 pg_get_multixact_members pg_get_sequence_data pg_get_shmem_allocations pg_get_shmem_allocations_numa \
 pg_get_wait_events pg_get_wal_replay_pause_state pg_get_wal_resource_managers pg_get_wal_summarizer_state \
 pg_hba_file_rules pg_ident_file_mappings pg_import_system_collations pg_indexes_size pg_is_in_backup \
 pg_is_in_recovery pg_is_wal_replay_paused pg_isolation_test_session_is_blocked pg_jit_available \
 pg_last_committed_xact pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp \
 pg_lock_status pg_log_backend_memory_contexts pg_log_standby_snapshot pg_logical_emit_message \
 pg_logical_slot_get_binary_changes pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes \
 pg_logical_slot_peek_changes pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir \
 pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir pg_ls_tmpdir pg_ls_waldir pg_nextoid \
 pg_notification_queue_usage pg_notify pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_promote \
 pg_read_binary_file pg_read_file pg_read_file_old pg_relation_size pg_reload_conf pg_replication_origin_advance \
 pg_replication_origin_create pg_replication_origin_drop pg_replication_origin_progress \
 pg_replication_origin_session_is_setup pg_replication_origin_session_progress \
 pg_replication_origin_session_reset pg_replication_origin_session_setup pg_replication_origin_xact_reset \
 pg_replication_origin_xact_setup pg_replication_slot_advance pg_restore_attribute_stats \
 pg_restore_relation_stats pg_rotate_logfile pg_rotate_logfile_old pg_safe_snapshot_blocking_pids \
 pg_sequence_last_value pg_show_all_file_settings pg_show_replication_origin_status pg_sleep pg_sleep_for \
 pg_sleep_until pg_start_backup pg_stat_clear_snapshot pg_stat_file pg_stat_force_next_flush pg_stat_have_stats \
 pg_stop_backup pg_stop_making_pinned_objects pg_switch_wal pg_sync_replication_slots pg_table_size \
 pg_tablespace_size pg_terminate_backend pg_total_relation_size pg_try_advisory_lock pg_try_advisory_lock_shared \
 pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared pg_wal_replay_pause pg_wal_replay_resume \
 pg_wal_summary_contents pg_xact_commit_timestamp pg_xact_status query_to_xml query_to_xml_and_xmlschema \
 query_to_xmlschema random random_normal set_config setseed setval timeofday ts_stat txid_status uuid_generate_v1 \
 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7";

/// The same result for the same arguments within one statement.
const STABLE: &str = "\
aclexplode age array_to_json array_to_string col_description concat concat_ws convert convert_from convert_to \
 current_catalog current_database current_date current_role current_schema current_schemas current_setting \
 current_time current_timestamp current_user database_to_xml database_to_xml_and_xmlschema database_to_xmlschema \
 date date_add date_cmp_timestamptz date_part date_subtract date_trunc enum_first enum_last enum_range extract \
 format format_type generate_series get_current_ts_config getdatabaseencoding getpgusername \
 has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege \
 has_function_privilege has_language_privilege has_largeobject_privilege has_parameter_privilege \
 has_schema_privilege has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege \
 has_type_privilege in_range inet_client_addr inet_client_port inet_server_addr inet_server_port json_agg \
 json_agg_strict json_build_array json_build_object json_object_agg json_object_agg_strict json_object_agg_unique \
 json_object_agg_unique_strict json_populate_record json_populate_recordset json_to_record json_to_recordset \
 json_to_tsvector jsonb_agg jsonb_agg_strict jsonb_build_array jsonb_build_object jsonb_path_exists_tz \
 jsonb_path_match_tz jsonb_path_query_array_tz jsonb_path_query_first_tz jsonb_path_query_tz \
 jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset jsonb_to_record jsonb_to_recordset \
 jsonb_to_tsvector length localtime localtimestamp make_timestamptz money mxid_age now numeric obj_description \
 oidvectortypes overlaps pg_available_extension_versions pg_available_extensions pg_backend_pid \
 pg_backup_start_time pg_basetype pg_char_to_encoding pg_client_encoding pg_collation_for pg_collation_is_visible \
 pg_column_compression pg_column_is_updatable pg_column_size pg_column_toast_chunk_id pg_conf_load_time pg_config \
 pg_conversion_is_visible pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned pg_cursor \
 pg_describe_object pg_encoding_to_char pg_event_trigger_ddl_commands pg_event_trigger_dropped_objects \
 pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason pg_extension_update_paths \
 pg_filenode_relation pg_function_is_visible pg_get_acl pg_get_catalog_foreign_keys pg_get_constraintdef \
 pg_get_expr pg_get_function_arg_default pg_get_function_arguments pg_get_function_identity_arguments \
 pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_keywords \
 pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef pg_get_publication_tables \
 pg_get_replica_identity_index pg_get_replication_slots pg_get_ruledef pg_get_serial_sequence \
 pg_get_statisticsobjdef pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_get_triggerdef \
 pg_get_userbyid pg_get_viewdef pg_has_role pg_identify_object pg_identify_object_as_address \
 pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_input_error_info pg_input_is_valid \
 pg_is_other_temp_schema pg_listening_channels pg_mcv_list_items pg_my_temp_schema pg_numa_available \
 pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table pg_postmaster_start_time \
 pg_prepared_statement pg_relation_filenode pg_relation_filepath pg_relation_is_publishable \
 pg_relation_is_updatable pg_replication_origin_oid pg_sequence_parameters pg_settings_get_flags \
 pg_show_all_settings pg_split_walfile_name pg_statistics_obj_is_visible pg_table_is_visible \
 pg_tablespace_databases pg_tablespace_location pg_timezone_abbrevs pg_timezone_abbrevs_abbrevs \
 pg_timezone_abbrevs_zone pg_timezone_names pg_trigger_depth pg_ts_config_is_visible pg_ts_dict_is_visible \
 pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible pg_typeof phraseto_tsquery plainto_tsquery \
 quote_literal quote_nullable regclass row_security_active row_to_json schema_to_xml schema_to_xml_and_xmlschema \
 schema_to_xmlschema session_user shobj_description statement_timestamp system_user table_to_xml \
 table_to_xml_and_xmlschema table_to_xmlschema time timestamp timestamp_cmp_timestamptz timestamptz \
 timestamptz_cmp_date timestamptz_cmp_timestamp timetz to_char to_date to_json to_jsonb to_number to_regclass \
 to_regcollation to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype \
 to_regtypemod to_timestamp to_tsquery to_tsvector transaction_timestamp ts_debug ts_headline ts_parse \
 ts_token_type txid_current txid_current_if_assigned txid_current_snapshot unaccent user version \
 websearch_to_tsquery xml xml_is_well_formed";

/// The same result for the same arguments for ever.
const IMMUTABLE: &str = "\
abbrev abs aclcontains acldefault aclinsert aclremove acos acosd acosh any_value area array array_agg \
 array_append array_dims array_fill array_length array_lower array_ndims array_position array_positions \
 array_prepend array_remove array_replace array_reverse array_sort array_to_tsvector array_upper ascii asin asind \
 asinh atan atan2 atan2d atand atanh avg bit bit_and bit_count bit_length bit_or bit_xor bool bool_and bool_or \
 bound_box box bpchar bytea cardinality casefold cast cbrt ceil ceiling center char char_length character_length \
 chr cidr circle coalesce corr cos cosd cosh cot cotd count covar_pop covar_samp crc32 crc32c crypt cume_dist \
 date_bin datemultirange daterange decode degrees dense_rank diagonal diameter digest div encode erf erfc every \
 exp factorial family first_value float4 float8 floor gamma gcd generate_subscripts get_bit get_byte greatest \
 height hmac host hostmask hstore inet_merge inet_same_family initcap int2 int2int4_sum int4 int4multirange \
 int4range int8 int8multirange int8range interval interval_avg is_normalized isclosed isempty isfinite \
 ishorizontal isopen isparallel isperp isvertical json_array_elements json_array_elements_text json_array_length \
 json_each json_each_text json_extract_path json_extract_path_text json_in json_object json_object_keys \
 json_strip_nulls json_typeof jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_each \
 jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg \
 jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict jsonb_object_keys \
 jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty \
 jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval lag \
 last_value lcm lead least left lgamma like_escape line ln log log10 lower lower_inc lower_inf lpad lseg ltrim \
 macaddr macaddr8 macaddr8_set7bit make_date make_interval make_time make_timestamp makeaclitem masklen max md5 \
 min min_scale mod mode multirange name netmask network normalize npoints nth_value ntile nullif num_nonnulls \
 num_nulls nummultirange numnode numrange octet_length oid overlay parse_ident path percent_rank percentile_cont \
 percentile_disc pg_lsn pg_size_pretty pi point polygon position pow power querytree quote_ident radians radius \
 range_agg range_intersect_agg range_merge rank regexp_count regexp_instr regexp_like regexp_match regexp_matches \
 regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count \
 regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row row_number \
 rpad rtrim scale set_bit set_byte set_masklen setweight sha224 sha256 sha384 sha512 sign similar_escape \
 similar_to_escape similarity sin sind sinh slice slope split_part sqrt stddev stddev_pop stddev_samp string_agg \
 string_to_array string_to_table strip strpos substr substring sum tan tand tanh text to_ascii to_hex to_oct \
 translate trim trim_array trim_scale trunc ts_delete ts_filter ts_lexize ts_rank ts_rank_cd tsmultirange \
 tsquery_phrase tsrange tstzmultirange tstzrange tsvector_to_array txid_snapshot_xip txid_snapshot_xmax \
 txid_visible_in_snapshot unicode_assigned unicode_version unistr unnest upper upper_inc upper_inf \
 uuid_extract_timestamp uuid_extract_version uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid \
 uuid_ns_url uuid_ns_x500 var_pop var_samp varbit varchar variance width width_bucket xml_is_well_formed_content \
 xml_is_well_formed_document xmlagg xmlcomment xmlconcat2 xmlexists xmltext xmlvalidate xpath xpath_exists";

/// Names of which some functions are IMMUTABLE and some are not.
const MIXED: &str = "\
age concat convert date date_add date_part date_subtract date_trunc extract generate_series in_range length \
 money numeric overlaps phraseto_tsquery plainto_tsquery regclass time timestamp timestamptz timetz timezone \
 to_char to_number to_timestamp to_tsquery to_tsvector ts_headline websearch_to_tsquery xml";
