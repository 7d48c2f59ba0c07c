{#
  Relations are written without their catalog: the build file is renamed when it is published, and views
  and macros that named the catalog would look for a file that is no longer there. sqlfluff has its own `ref` and
  `source` and leaves this file out.
#}
{% macro ref() %}
  {% do return(builtins.ref(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}

{% macro source() %}
  {% do return(builtins.source(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}
