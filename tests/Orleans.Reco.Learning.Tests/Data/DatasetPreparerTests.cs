using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Reco.Core;

namespace Orleans.Reco.Learning.Tests;

public sealed class DatasetPreparerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheRecordedConfigurationGivesTheSameDatasetAgain()
    {
        using var folder = new TempFolder();
        await Import(folder, TestShop.Csv());
        var first = await Prepare(folder, "deduplicate; robots-by-rate maxEventsPerDay=50; sessions gapMinutes=600; k-core users=3 items=20; split; features", "first");
        var recorded = PreparationConfiguration.FromJson(await File.ReadAllTextAsync(folder.In("first/preparation.json"), Cancellation));
        var second = await DatasetPreparer.PrepareAsync(
            new PreparationOptions { Dataset = folder.In("data"), Output = folder.In("second"), Configuration = recorded, Limits = new() { Threads = 1 } },
            cancellationToken: Cancellation);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.Steps.Select(s => (s.Name, s.Before, s.After, s.Detail)), second.Steps.Select(s => (s.Name, s.Before, s.After, s.Detail)));
        Assert.Equal(Read(folder, "first").Fingerprint(), Read(folder, "second").Fingerprint());
        Assert.NotEqual(first.Fingerprint, first.InputFingerprint);
        foreach (var (before, after) in first.Steps.Zip(first.Steps.Skip(1)))
        {
            Assert.Equal(before.After, after.Before);
        }

        using var db = new DuckDb(1, Cancellation);
        foreach (var file in first.Steps.SelectMany(s => s.Files))
        {
            var query = $"SELECT count(*) FROM (SELECT * FROM {DuckDb.Text(folder.In($"first/{file}"))} EXCEPT ALL SELECT * FROM {DuckDb.Text(folder.In($"second/{file}"))})";
            Assert.Equal(0, db.Count(query));
        }
    }

    [Fact]
    public async Task TheCoreIsTheLargestSetInWhichAllHaveEnough()
    {
        using var folder = new TempFolder();
        await Import(folder, TestShop.Csv(users: 60, items: 50, eventsPerUser: 8));
        var record = await Prepare(folder, "k-core users=6 items=8", "out");
        var rows = TestShop.Log(60, 50, 8).ToList();
        for (var before = -1; before != rows.Count;)
        {
            before = rows.Count;
            var users = rows.CountBy(r => r.User).ToDictionary();
            var items = rows.CountBy(r => r.Item).ToDictionary();
            rows = [.. rows.Where(r => users[r.User] >= 6 && items[r.Item] >= 8)];
        }

        Assert.InRange(rows.Count, 1, 479);
        Assert.Equal(new PreparationCounts(rows.Count, rows.DistinctBy(r => r.User).Count(), rows.DistinctBy(r => r.Item).Count()), record.Steps[0].After);
    }

    [Fact]
    public async Task PseudonymsAreHmacsAndTheKeyIsNowhere()
    {
        using var folder = new TempFolder();
        await Import(folder, "user,item,timestamp,session,title\nann,x,1700000000,ann-1,Shirt\nann,y,1700000001,ann-1,Hat\nbob,x,1700000002,,Shirt\n");
        const string Key = "a key that nobody sees, 0123456789 and longer than a block of SHA-256";
        var keyFile = folder.File("key", Key + "\n");
        var record = await Prepare(folder, $"pseudonymise keyFile={keyFile} dropText=true", "out");
        Assert.Equal(new[] { "ann", "bob" }.Select(u => Hmac(Key, u)), Read(folder, "out").Users);
        Assert.Equal(new PreparationCounts(3, 2, 2), record.Steps[0].After);
        using var db = new DuckDb(1, Cancellation);
        Assert.Equal(2, db.Count($"SELECT count(*) FROM {DuckDb.Text(folder.In("out/interactions.parquet"))} WHERE session = '{Hmac(Key, "ann-1")}'"));
        Assert.Equal(0, db.Count($"SELECT count(title) FROM {DuckDb.Text(folder.In("out/items.parquet"))}"));
        foreach (var file in Directory.GetFiles(folder.In("out")))
        {
            Assert.False((await File.ReadAllBytesAsync(file, Cancellation)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) >= 0, file);
        }
    }

    [Fact]
    public async Task ClockworkAndSingleMindedUsersAreRobotsAndBusyPeopleAreNot()
    {
        using var folder = new TempFolder();
        var random = new Random(1);
        var csv = new StringBuilder("user,item,timestamp\n");
        var person = 1_700_000_000L;
        for (var i = 0; i < 200; i++)
        {
            person += (long)Math.Pow(2, random.NextDouble() * 14) + 1;
            _ = csv.Append(CultureInfo.InvariantCulture, $"clock,i{random.Next(50)},{1_700_000_000 + i * 60}\n")
                .Append(CultureInfo.InvariantCulture, $"single,i7,{person}\n")
                .Append(CultureInfo.InvariantCulture, $"person,i{random.Next(50)},{person}\n")
                .Append(CultureInfo.InvariantCulture, $"baskets,i{random.Next(50)},{1_700_000_000 + i / 40 * 86_400}\n");
        }

        await Import(folder, csv.ToString());
        var record = await Prepare(folder, "robots-by-entropy", "out");
        Assert.Equal(["baskets", "person"], Read(folder, "out").Users);
        Assert.Equal(2, record.Steps[0].After.Users);
        Assert.Equal(4, (await Prepare(folder, "robots-by-entropy minGapEntropy=0 minItemEntropy=0", "off")).Steps[0].After.Users);
    }

    [Fact]
    public async Task SessionsEndWithAPauseAndKeepWhatTheDataNames()
    {
        using var folder = new TempFolder();
        await Import(folder, "user,item,timestamp,session\na,x,1700000000,\na,y,1700001800,\na,x,1700003601,\nb,x,1700000000,mine\n");
        var record = await Prepare(folder, "sessions gapMinutes=30", "out");
        Assert.StartsWith("3 sessions", record.Steps[0].Detail, StringComparison.Ordinal);
        Assert.Equal(["a#1", "a#1", "a#2", "mine"], Column(folder.In("out/interactions.parquet"), "session", "\"user\", \"timestamp\""));
        _ = await Prepare(folder, "sessions gapMinutes=30 replace=true", "replaced");
        Assert.Equal("b#1", Column(folder.In("replaced/interactions.parquet"), "session", "\"user\", \"timestamp\"")[^1]);
    }

    [Theory]
    [InlineData("min-max", "0,0.25,1,")]
    [InlineData("user-mean", "-0.5,0.5,0,")]
    public async Task ValuesAreNormalisedByType(string method, string expected)
    {
        using var folder = new TempFolder();
        await Import(folder, "user,item,type,value,timestamp\na,x,rating,1,1700000000\na,y,rating,2,1700000001\nb,x,rating,5,1700000002\nb,x,view,,1700000003\n");
        _ = await Prepare(folder, $"normalise method={method}", "out");
        Assert.Equal(expected, string.Join(',', Column(folder.In("out/interactions.parquet"), "value", "\"timestamp\"").Select(v => v.Replace(".0", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task ImpossibleValuesAndTimesGo()
    {
        using var folder = new TempFolder();
        await Import(folder, "user,item,type,value,timestamp\na,x,rating,9,1700000000\na,y,rating,2,1700000001\nb,x,view,,1700000002\nb,y,view,,1800000003\n");
        var record = await Prepare(folder, "range minValue=1 maxValue=5 to=2025-01-01T00:00:00Z", "out");
        Assert.Equal(2, record.Steps[0].After.Rows);
        Assert.Equal(["y", "x"], Column(folder.In("out/interactions.parquet"), "item", "\"timestamp\""));
    }

    [Theory]
    [InlineData("temporal:validation=0.1,holdout=0.2")]
    [InlineData("leave-one-out")]
    [InlineData("by-user:validation=0.2,holdout=0.2,seed=3")]
    public async Task SplitFilesAreThePartsOfTheSplit(string protocol)
    {
        using var folder = new TempFolder();
        await Import(folder, TestShop.Csv());
        var record = await Prepare(folder, $"split protocol={protocol}", "out");
        var split = SplitConfiguration.Parse(protocol).Create(Read(folder, "out"));
        using var db = new DuckDb(1, Cancellation);
        long Rows(string part) => db.Count($"SELECT count(*) FROM {DuckDb.Text(folder.In($"out/splits/{part}.parquet"))}");
        Assert.Equal(split.Train.Events.Length, Rows("train"));
        Assert.Equal(split.TrainAndValidation.Events.Length, Rows("train") + Rows("validation"));
        Assert.Equal(record.Steps[0].After.Rows, Rows("train") + Rows("validation") + Rows("test"));
    }

    [Fact]
    public async Task FeaturesSayWhatHappenedBeforeTheSplit()
    {
        using var folder = new TempFolder();
        await Import(folder, """
            user,item,type,value,timestamp,session,category,price
            a,x,rating,4,2024-01-01T12:00:00Z,s1,hats,5
            a,y,rating,2,2024-01-01T12:01:00Z,s1,hats,50
            a,x,rating,3,2024-01-03T00:00:00Z,s2,hats,5
            b,z,rating,5,2024-01-03T00:00:00Z,s3,shoes,20
            b,x,rating,5,2024-02-01T00:00:00Z,s4,hats,5
            a,z,rating,5,2024-03-01T00:00:00Z,s5,shoes,20
            """);
        var record = await Prepare(
            folder, "split protocol=temporal:validationFrom=2024-02-01T00:00:00Z,holdoutFrom=2024-03-01T00:00:00Z; features priceBuckets=3", "out");
        Assert.Contains("training part", record.Steps[1].Detail, StringComparison.Ordinal);
        var users = folder.In("out/features/users.parquet");
        Assert.Equal(["3", "1"], Column(users, "frequency", "\"user\""));
        Assert.Equal(["0.0", "0.0"], Column(users, "recency_days", "\"user\""));
        Assert.Equal(["60.0", ""], Column(users, "mean_dwell_seconds", "\"user\""));
        Assert.Equal(["1", "3", "2"], Column(folder.In("out/features/items.parquet"), "price_bucket", "item"));
        Assert.Equal(["1.0", "1.0"], Column(folder.In("out/features/affinities.parquet"), "share", "\"user\""));
        var first = folder.In("out/features/interactions.parquet");
        Assert.Equal("12", Column(first, "hour", "\"timestamp\"")[0]);
        Assert.Equal("1", Column(first, "weekday", "\"timestamp\"")[0]);
        Assert.Equal("2.0", Column(first, "time_x_rating", "\"timestamp\"")[0]);
    }

    [Theory]
    [InlineData("tidy", "'tidy' is not known; allowed are deduplicate")]
    [InlineData("k-core users=0", "k-core users is 0; allowed are 1 to 1000")]
    [InlineData("k-core shoes=3", "shoes")]
    [InlineData("sessions often", "'often' is not of the form option=value")]
    [InlineData("pseudonymise", "keyFile=PATH or keyVariable=NAME")]
    [InlineData("split protocol=random", "'random' is not known; allowed are temporal")]
    [InlineData("", "none is given")]
    public void WhatIsRefusedNamesWhatIsAllowed(string steps, string expected) =>
        Assert.Contains(expected, Assert.Throws<DatasetException>(() => PreparationConfiguration.Parse(steps)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AMissingOrShortKeyIsRefusedAndTheInputStays()
    {
        using var folder = new TempFolder();
        await Import(folder, TestShop.Csv(users: 5));
        var error = await Assert.ThrowsAsync<DatasetException>(() => Prepare(folder, "pseudonymise keyVariable=RECO_TEST_NO_SUCH_KEY", "out"));
        Assert.Contains("has 0 bytes; 16 or more are allowed", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.In("out/preparation.json")));
        error = await Assert.ThrowsAsync<DatasetException>(() => Prepare(folder, "deduplicate", "data"));
        Assert.Contains("the dataset itself", error.Message, StringComparison.Ordinal);
    }

    private static string Hmac(string key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)))[..32];

    private static string[] Column(string file, string column, string order)
    {
        var values = new List<string>();
        using var db = new DuckDb(1, Cancellation);
        db.Read($"SELECT coalesce(CAST({column} AS VARCHAR), '') FROM {DuckDb.Text(file)} ORDER BY {order}", row => values.Add(row.GetString(0)));
        return [.. values];
    }

    private static InteractionDataset Read(TempFolder folder, string name) => DatasetReader.Read(folder.In(name), InteractionTypes.Default, Cancellation);

    private static Task<PreparationRecord> Prepare(TempFolder folder, string steps, string output) => DatasetPreparer.PrepareAsync(
        new PreparationOptions { Dataset = folder.In("data"), Output = folder.In(output), Configuration = PreparationConfiguration.Parse(steps) },
        cancellationToken: Cancellation);

    private static Task Import(TempFolder folder, string csv) => DatasetImporter.ImportAsync(
        new ImportOptions { Files = [folder.File("log.csv", csv)], Output = folder.In("data") }, Cancellation);
}
