-- Which observations stand behind each cell of each mart, and in which role. Marts that show figures as they are name
-- their observation themselves.
{{ config(materialized='view') }}
select
    mart,
    key,
    column_name,
    observation_id,
    role
from {{ ref('core_cell_lineage') }}
{% for mart, column in [('theme_year', 'value'), ('awards', 'quantity')] -%}
union all
select
    '{{ mart }}' as mart,
    {{ lineage_key(mart, 'figures') }} as key,
    '{{ column }}' as column_name,
    figures.observation_id,
    'value' as role
from {{ ref(mart) }} as figures
{% endfor %}
