using System.Text;
using CsCheck;

namespace Orleans.Reco.Inference.Tests;

public sealed class ItemVocabularyTests
{
    private static readonly Gen<string[]> Ids = Gen.OneOf(Gen.Int.Select(i => $"item-{i}"), Gen.String[Gen.Char['a', 'd'], 1, 3], Gen.Const("ü/🎁"))
        .Array[1, 200].Select(ids => ids.Distinct().ToArray());

    [Fact]
    public void Finds_every_id_and_no_other() =>
        Gen.Select(Ids, Gen.Bool).Sample((ids, ends) =>
        {
            var vocabulary = Parse(string.Join('\n', ids) + (ends ? "\n" : ""));
            Assert.Equal(ids, vocabulary);
            for (var row = 0; row < ids.Length; row++)
            {
                Assert.True(vocabulary.TryGetRow(ids[row], out var found));
                Assert.Equal(row, found);
                Assert.Equal(ids.Contains(ids[row] + "d"), vocabulary.TryGetRow(ids[row] + "d", out _));
            }
        });

    [Theory]
    [InlineData("a\n\nb", 2)]
    [InlineData("", 1)]
    [InlineData("a\nb\nc\nb\n", 4)]
    [InlineData("a\n\n", 2)]
    public void Refuses_an_empty_line_and_one_that_is_there_twice(string lines, int line) =>
        Assert.StartsWith($"line {line} is", Assert.Throws<FormatException>(() => Parse(lines)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_id_is_found()
    {
        var id = new string('ü', 2000);
        Assert.True(Parse($"a\n{id}").TryGetRow(id, out var row));
        Assert.Equal(1, row);
    }

    private static ItemVocabulary Parse(string lines) => ItemVocabulary.Parse(Encoding.UTF8.GetBytes(lines));
}
