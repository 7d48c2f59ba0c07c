-- Results of departments for whole fiscal years.
{{ config(materialized='incremental', meta={'slice': 'result'}) }}
select *
from {{ ref('province_period') }} as periods
where months = 12 and {{ changed('periods') }}
