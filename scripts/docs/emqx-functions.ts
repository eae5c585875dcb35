/** The functions of EMQX 5.10 by family: those that the function table lacks are listed as missing. */
export const emqxFunctions: Readonly<Record<string, string>> = {
  conversion: 'str str_utf8 str_utf16_le bool int float float2str map',
  predicates:
    'is_null is_not_null is_null_var is_not_null_var is_str is_bool is_int is_float is_num is_map is_array is_empty',
  mathematics:
    'abs acos acosh asin asinh atan atanh ceil cos cosh exp floor fmod log log2 log10 power round sin sinh sqrt tan tanh random eq div mod',
  bits: 'bitnot bitand bitor bitxor bitsl bitsr bitsize bytesize subbits',
  strings:
    'lower upper trim ltrim rtrim reverse rm_prefix strlen substr split tokens concat sprintf sprintf_s pad replace regex_match regex_replace regex_extract ascii find join_to_string join_to_sql_values_string map_to_redis_hset_args unescape',
  maps: 'map_new map_get map_put mget mput map_keys map_values map_to_entries map_size',
  lists: 'nth length sublist first last contains',
  hashing: 'md5 sha sha256 hash',
  codecs:
    'base64_encode base64_decode bin2hexstr hexstr2bin sqlserver_bin2hexstr json_encode json_decode term_encode term_decode jq',
  compression: 'gzip gunzip zip unzip zip_compress zip_uncompress',
  'date and time':
    'now_timestamp now_rfc3339 unix_ts_to_rfc3339 rfc3339_to_unix_ts format_date date_to_unix_ts timezone_to_second timezone_to_offset_seconds mongo_date',
  conditional: 'null coalesce coalesce_ne',
  'identifiers and environment': 'uuid_v4 uuid_v4_no_hyphen getenv',
  state: 'kv_store_put kv_store_get kv_store_del proc_dict_put proc_dict_get proc_dict_del',
  'message context':
    'msgid qos flags flag topic clientid clientip peerhost username payload contains_topic contains_topic_match',
  'schemas and models':
    'schema_encode schema_decode schema_check avro_encode avro_decode schema_encode_and_tag schema_decode_tagged sparkplug_encode sparkplug_decode spb_encode spb_decode ai_completion',
};
