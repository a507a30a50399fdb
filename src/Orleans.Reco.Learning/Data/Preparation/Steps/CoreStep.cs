namespace Orleans.Reco.Learning;

/// <summary>Keeps users and items with enough interactions, again and again until all have: the k-core of the graph of users and items.</summary>
public sealed record CoreStep : PreparationStep
{
    internal const string StepName = "k-core";

    /// <summary>Least interactions of a user. Default: 5. Allowed: 1 to 1,000.</summary>
    public int Users { get; init; } = 5;

    /// <summary>Least interactions of an item. Default: 5. Allowed: 1 to 1,000.</summary>
    public int Items { get; init; } = 5;

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        Require("users", Users, 1, 1_000);
        Require("items", Items, 1, 1_000);
    }

    internal override string Run(PreparationContext context)
    {
        var db = context.Db;
        for (var rounds = 0; ; rounds++)
        {
            db.Run($"CREATE OR REPLACE TABLE rare_users AS SELECT \"user\" FROM events GROUP BY \"user\" HAVING count(*) < {Users}");
            db.Run($"CREATE OR REPLACE TABLE rare_items AS SELECT item FROM events GROUP BY item HAVING count(*) < {Items}");
            if (db.Count("SELECT (SELECT count(*) FROM rare_users) + (SELECT count(*) FROM rare_items)") == 0)
            {
                db.Run("DROP TABLE rare_users; DROP TABLE rare_items");
                return $"users with {Users} and items with {Items} interactions or more, after {rounds} rounds";
            }

            context.Replace("SELECT e.* FROM events e ANTI JOIN rare_users u ON e.\"user\" = u.\"user\" ANTI JOIN rare_items i ON e.item = i.item");
        }
    }
}
