namespace Orleans.Reco.Learning;

/// <summary>Which column of the input holds which field. Fields that are not mapped are found by their usual names.</summary>
public sealed class ColumnMap
{
    /// <summary>The fields, in the order of the dataset's columns.</summary>
    public static readonly IReadOnlyList<string> Fields =
        ["user", "item", "type", "value", "timestamp", "session", "event", "title", "category", "brand", "price"];

    // What exports of shops, logs and public data sets call these columns.
    private static readonly Dictionary<string, string[]> UsualNames = new(StringComparer.Ordinal)
    {
        ["user"] = ["user", "user_id", "userid", "customer", "customer_id", "customerid", "visitorid", "visitor_id", "household_id"],
        ["item"] = ["item", "item_id", "itemid", "product", "product_id", "productid", "sku", "stockcode", "movie_id"],
        ["type"] = ["type", "event_type", "eventtype", "action", "event"],
        ["value"] = ["value", "rating", "amount", "sales_value"],
        ["timestamp"] = ["timestamp", "time", "datetime", "date", "event_time", "created_at", "transaction_timestamp"],
        ["session"] = ["session", "session_id", "sessionid", "user_session", "basket_id", "order_id", "invoiceno"],
        ["event"] = ["event_id", "eventid"],
        ["title"] = ["title", "name", "description", "movie_title", "product_name"],
        ["category"] = ["category", "category_code", "product_category", "class", "genres"],
        ["brand"] = ["brand", "manufacturer"],
        ["price"] = ["price", "unit_price", "unitprice"],
    };

    private readonly Dictionary<string, string> _columns = new(StringComparer.Ordinal);

    /// <summary>The mapped fields with their columns.</summary>
    public IReadOnlyDictionary<string, string> Columns => _columns;

    /// <summary>Reads <c>field=column,field=column</c>.</summary>
    /// <exception cref="DatasetException">A field is not known or a pair has no <c>=</c>.</exception>
    public static ColumnMap Parse(string? text)
    {
        var map = new ColumnMap();
        foreach (var pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == pair.Length - 1)
            {
                throw new DatasetException("map", $"'{pair}' is not of the form field=column.");
            }

            map.Add(pair[..at].Trim(), pair[(at + 1)..].Trim());
        }

        return map;
    }

    /// <summary>Maps a field to a column.</summary>
    /// <exception cref="DatasetException">The field is not known.</exception>
    public ColumnMap Add(string field, string column)
    {
        if (!Fields.Contains(field))
        {
            throw new DatasetException("map", $"field '{field}' is not known; allowed are {string.Join(", ", Fields)}.");
        }

        _columns[field] = column;
        return this;
    }

    /// <summary>The column of each field among those that the input has; fields without one are absent.</summary>
    /// <exception cref="DatasetException">A mapped column is not in the input.</exception>
    internal Dictionary<string, string> Resolve(IReadOnlyList<string> available)
    {
        var resolved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            if (_columns.TryGetValue(field, out var mapped))
            {
                resolved[field] = Find(available, mapped)
                    ?? throw new DatasetException(
                        "map", $"{field}={mapped}: the input has no such column; it has {string.Join(", ", available)}.");
            }
            else if (UsualNames[field].Select(name => Find(available, name)).FirstOrDefault(c => c is not null) is { } found)
            {
                resolved[field] = found;
            }
        }

        return resolved;
    }

    // RecBole's files write the type behind the name: "user_id:token".
    private static string? Find(IReadOnlyList<string> available, string name) =>
        available.FirstOrDefault(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase))
        ?? available.FirstOrDefault(c => string.Equals(c.Split(':')[0], name, StringComparison.OrdinalIgnoreCase));
}
