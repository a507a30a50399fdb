namespace Orleans.Reco.Learning;

/// <summary>A known layout: columns, and the rules that only this data needs.</summary>
public sealed record ImportPreset
{
    /// <summary>
    /// UCI Online Retail: invoices of a gift wholesaler. Invoice numbers from C are cancellations; value = quantity × unit price.
    /// </summary>
    public static readonly ImportPreset OnlineRetail = new()
    {
        Name = "online-retail",
        Description = "UCI Online Retail (InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country)",
        DefaultType = "purchase",
        Columns = ColumnMap.Parse(
            "user=CustomerID,item=StockCode,timestamp=InvoiceDate,session=InvoiceNo,title=Description,price=UnitPrice"),
        Required = ["Quantity"],

        // pandas wrote the customers as floats: 17850.0.
        UserSql = "regexp_replace(\"CustomerID\", '\\.0$', '')",
        ValueSql = "CAST(TRY_CAST(\"Quantity\" AS DOUBLE) * TRY_CAST(\"UnitPrice\" AS DOUBLE) AS VARCHAR)",
        CancelledSql = "\"InvoiceNo\" ILIKE 'C%' OR TRY_CAST(\"Quantity\" AS DOUBLE) <= 0",
        CancelledDetail = "InvoiceNo starts with C, or Quantity ≤ 0",
        OtherSql = "NOT regexp_matches(\"StockCode\", '^([0-9]{5}|DCGS|gift_)')",
        OtherDetail = "StockCode is postage, a fee, a discount or a manual entry",
    };

    /// <summary>MovieLens 100k in RecBole's files; titles come from the <c>.item</c> file beside it.</summary>
    public static readonly ImportPreset MovieLens = new()
    {
        Name = "ml-100k",
        Description = "MovieLens 100k (user_id, item_id, rating, timestamp), titles from the .item file beside it",
        DefaultType = "rating",
        Columns = ColumnMap.Parse("user=user_id,item=item_id,value=rating,timestamp=timestamp"),
        ItemFileExtension = ".item",
    };

    /// <summary>Segments of this product's event log; one row for each user and event id.</summary>
    public static readonly ImportPreset EventLog = new()
    {
        Name = "eventlog",
        Description = "segments of our own event log (event_id, user, item_id, type, value, timestamp, session_id, ...)",
        Columns = ColumnMap.Parse(
            "event=event_id,user=user,item=item_id,type=type,value=value,timestamp=timestamp,session=session_id"),
        ReceivedColumn = "received_at",
        OtherSql = "lower(\"type\") IN ('impression', 'search')",
        OtherDetail = "impressions and searches are no preference for an item",
    };

    /// <summary>
    /// Research data sets without times, see <see cref="SequenceFile"/>: events get their position as the time, those of each further
    /// file come after those of the files before it. Nothing is cleaned.
    /// </summary>
    public static readonly ImportPreset Sequences = new()
    {
        Name = "sequences",
        Description = "research data sets, a line a user: user item item ...; files in their order in time",
        DefaultType = "purchase",
        Columns = new ColumnMap(),
    };

    /// <summary>All presets.</summary>
    public static readonly IReadOnlyList<ImportPreset> All = [OnlineRetail, MovieLens, EventLog, Sequences];

    /// <summary>The preset's name.</summary>
    public required string Name { get; init; }

    /// <summary>The layout in words.</summary>
    public required string Description { get; init; }

    /// <summary>Columns by field.</summary>
    public required ColumnMap Columns { get; init; }

    /// <summary>The type of every row where there is no type column.</summary>
    public string DefaultType { get; init; } = "view";

    /// <summary>The extension of an item file with the input's name, or null.</summary>
    internal string? ItemFileExtension { get; init; }

    /// <summary>Columns that the rules below use besides <see cref="Columns"/>.</summary>
    internal IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The column with the time at which a row was received, or null.</summary>
    internal string? ReceivedColumn { get; init; }

    internal string? UserSql { get; init; }

    internal string? ValueSql { get; init; }

    internal string? CancelledSql { get; init; }

    internal string CancelledDetail { get; init; } = "no rule for this input";

    internal string? OtherSql { get; init; }

    internal string OtherDetail { get; init; } = "no rule for this input";

    /// <summary>The preset of a name.</summary>
    /// <exception cref="DatasetException">There is none; the message lists them.</exception>
    public static ImportPreset Find(string name) =>
        All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new DatasetException("preset", $"'{name}' is not known; allowed are {string.Join(", ", All.Select(p => p.Name))}.");
}
