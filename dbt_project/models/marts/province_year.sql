-- Results of departments for whole fiscal years.
select *
from {{ ref('province_period') }}
where months = 12
