namespace Orleans.Reco.Learning.Tests;

public sealed class RatingFeaturesTests
{
    // What comes later, and the mark itself, must not change a row.
    [Fact]
    public void RowsKnowEarlierSecondsOnly()
    {
        var log = TestRatings.Log(events: 600);
        var whole = RatingFeatures.Build(log);
        var cut = 400;
        while (log.Events[cut].UnixSeconds == log.Events[cut - 1].UnixSeconds)
        {
            cut++;
        }

        var end = cut + 1;
        while (log.Events[end].UnixSeconds == log.Events[cut].UnixSeconds)
        {
            end++;
        }

        var changed = log with { Events = [.. log.Events.Select((e, i) => i < cut ? e : e with { Mark = e.Mark >= log.LikedFrom ? 1 : 5 })] };
        var (before, after) = (whole.Slice(0, end), RatingFeatures.Build(changed).Slice(0, end));
        Assert.Equal(before.Ids, after.Ids);
        Assert.Equal(before.Numbers, after.Numbers);
        Assert.Equal(before.HistoryItems, after.HistoryItems);
        Assert.Equal(before.HistorySignals, after.HistorySignals);
        Assert.NotEqual(before.Labels, after.Labels);
        Assert.NotEqual(whole.Numbers, RatingFeatures.Build(changed).Numbers);
    }

    [Fact]
    public void CountsAndHistoriesAreThoseOfANaiveCount()
    {
        var log = TestRatings.Log(events: 500);
        var rows = RatingFeatures.Build(log, historyLength: 3);
        var (fields, numbers) = (rows.Schema.Fields.Count, rows.Schema.Numbers.Count);
        var frequency = rows.Schema.Numbers.ToList().IndexOf("userFrequency");
        for (var i = 0; i < rows.Count; i++)
        {
            var e = log.Events[i];
            var past = log.Events.Take(i).Where(p => p.User == e.User && p.UnixSeconds < e.UnixSeconds).Reverse().ToArray();
            Assert.Equal(Math.Log(1 + past.Length), rows.Numbers[(i * numbers) + frequency], 1e-5);
            Assert.Equal(past.Take(3).Select(p => p.Item + 1), rows.HistoryItems.AsSpan(i * 3, Math.Min(3, past.Length)).ToArray());
            Assert.Equal(past.Take(3).Select(p => p.Mark), rows.HistorySignals.AsSpan(i * 3, Math.Min(3, past.Length)).ToArray());
            for (var f = 0; f < fields; f++)
            {
                Assert.InRange(rows.Ids[(i * fields) + f], 0, rows.Schema.Fields[f].Size - 1);
            }
        }

        Assert.All(rows.Numbers, n => Assert.True(float.IsFinite(n)));
    }

    [Fact]
    public void MarksOutsideTheScaleAndOutOfOrderAreRefused()
    {
        var log = TestRatings.Log(events: 50);
        var mark = Assert.Throws<DatasetException>(() => RatingFeatures.Build(log with { Marks = 2 }));
        Assert.Contains("1 to 2", mark.Message);
        _ = Assert.Throws<DatasetException>(() => RatingFeatures.Build(log with { Events = [.. log.Events.Reverse()] }));
    }

    [Fact]
    public void SplitIsByTimeAndHidesIdsThatTrainingDoesNotHave()
    {
        var log = TestRatings.Log();
        log = log with { Events = [.. log.Events.Where((e, i) => e.User != 7 || i > 3_500)] };
        var split = RankingSplit.Create(RatingFeatures.Build(log));
        Assert.True(split.Train.Times[^1] < split.Validation.Times[0]);
        Assert.True(split.Validation.Times[^1] < split.Test.Times[0]);
        Assert.Equal(log.Events.Count, split.Train.Count + split.Validation.Count + split.Test.Count);
        var fields = split.Test.Schema.Fields.Count;
        var expected = log.Events.Skip(split.Train.Count + split.Validation.Count).Select(e => e.User == 7 ? 0 : e.User + 1);
        Assert.Equal(expected, Enumerable.Range(0, split.Test.Count).Select(r => split.Test.Ids[r * fields]));
        Assert.Contains(0, expected);
    }

    [Fact]
    public void ASplitOfEachUserKeepsTheirOrderAndLosesNoRow()
    {
        var rows = RatingFeatures.Build(TestRatings.Log());
        var split = RankingSplit.CreateByUser(rows, validationFraction: 0.2, testFraction: 0.1);
        Assert.Equal(rows.Count, split.Train.Count + split.Validation.Count + split.Test.Count);
        var fields = rows.Schema.Fields.Count;
        for (var user = 1; user <= 60; user++)
        {
            var (train, validation, test) = (TimesOf(split.Train), TimesOf(split.Validation), TimesOf(split.Test));
            Assert.Equal(TimesOf(rows), train.Concat(validation).Concat(test));
            Assert.Equal((int)(0.7 * (train.Length + validation.Length + test.Length)), train.Length);
            Assert.True(validation.Length > test.Length && test.Length > 0);

            long[] TimesOf(RankingDataset part) =>
                [.. Enumerable.Range(0, part.Count).Where(r => part.Ids[r * fields] == user).Select(r => part.Times[r])];
        }
    }

    [Fact]
    public void MovieLensHasItsPublishedCounts()
    {
        var log = MovieLensFiles.Read(Path.GetDirectoryName(SharedData.Require("ml-100k/ml-100k.inter"))!);
        Assert.Equal((100_000, 943, 1_682), (log.Events.Count, log.Users, log.Items));
        Assert.Equal(55_375, log.Events.Count(e => e.Mark >= log.LikedFrom));
        Assert.All(log.Events.Zip(log.Events.Skip(1)), pair => Assert.True(pair.First.UnixSeconds <= pair.Second.UnixSeconds));
    }
}
