using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Session;

namespace Orleans.Reco.Grains.Tests;

/// <summary>
/// Bytes that the release before wrote of every contract, against the contracts of this one. At a release
/// <c>PreviousRelease.actual.txt</c>, which a run writes beside the tests, takes the place of <c>PreviousRelease.txt</c>.
/// </summary>
public sealed class PreviousReleaseTests : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Contracts");

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    /// <summary>An alias, the numbers of its members, and the bytes.</summary>
    private sealed record Contract(string Alias, HashSet<uint> Members, byte[] Bytes);

    private static Dictionary<string, Contract> Previous { get; } = File.ReadAllLines(Path.Combine(Folder, "PreviousRelease.txt"))
        .Select(line => line.Split(' '))
        .ToDictionary(part => part[0], part => new Contract(part[0], [.. part[1].Split(',').Select(uint.Parse)], Convert.FromBase64String(part[2])));

    public void Dispose() => _services.Dispose();

    [Fact]
    public void What_the_release_before_wrote_is_read()
    {
        Assert.Empty(Previous.Keys.Except(ContractTypes.All.Keys));
        Assert.All(Previous.Values, contract =>
        {
            var type = ContractTypes.All[contract.Alias];
            Assert.Empty(contract.Members.Except(ContractTypes.Members(type).Keys));
            AssertSame(ContractSample.Of(type), Serializer.Deserialize<object>(contract.Bytes), contract.Alias);
        });
    }

    [Fact]
    public void What_is_written_now_has_every_field_that_the_release_before_reads()
    {
        var sessions = _services.GetRequiredService<SerializerSessionPool>();
        Assert.All(Previous.Values, contract =>
        {
            var now = WireFields.Of(Bytes(ContractTypes.All[contract.Alias]), sessions);
            Assert.All(WireFields.Of(contract.Bytes, sessions), field => Assert.Equal(field.Value, now.GetValueOrDefault(field.Key)));
        });
    }

    /// <summary>By this the release before reads what has further members.</summary>
    [Fact]
    public void Fields_that_a_reader_does_not_know_are_skipped()
    {
        var later = new LaterRelease { Number = 7, Added = "new", Nested = new() { Number = 8, Added = "too" }, Tags = ["a"], Text = "text" };

        var bytes = _services.GetRequiredService<Serializer<LaterRelease>>().SerializeToArray(later);
        var read = _services.GetRequiredService<Serializer<EarlierRelease>>().Deserialize(bytes);

        Assert.Equal((7, "text"), (read!.Number, read.Text));
    }

    [Fact]
    public void Every_contract_of_this_release_can_be_written_and_read()
    {
        File.WriteAllLines(
            Path.Combine(Folder, "PreviousRelease.actual.txt"),
            ContractTypes.All.Select(contract => string.Join(
                ' ', contract.Key, string.Join(',', ContractTypes.Members(contract.Value).Keys), Convert.ToBase64String(Bytes(contract.Value)))));

        Assert.All(ContractTypes.All.Values, type => Assert.Equal(Bytes(type), Serializer.SerializeToArray(Serializer.Deserialize<object>(Bytes(type)))));
    }

    private byte[] Bytes(Type type) => Serializer.SerializeToArray(ContractSample.Of(type));

    private static void AssertSame(object? expected, object? actual, string path)
    {
        switch (expected)
        {
            case null:
                Assert.Null(actual);
                break;
            case string:
                Assert.Equal(expected, actual);
                break;
            case IDictionary dictionary:
                var other = Assert.IsAssignableFrom<IDictionary>(actual);
                Assert.Equal(dictionary.Count, other.Count);
                foreach (var key in dictionary.Keys)
                {
                    AssertSame(dictionary[key], other[key], $"{path}[{key}]");
                }

                break;
            case IEnumerable items:
                foreach (var (item, i) in items.Cast<object>().Zip(Assert.IsAssignableFrom<IEnumerable>(actual).Cast<object>(), (a, b) => (a, b)).Select((pair, i) => (pair, i)))
                {
                    AssertSame(item.a, item.b, $"{path}[{i}]");
                }

                break;
            case var contract when ContractTypes.All.ContainsKey(ContractTypes.Name(contract.GetType())):
                AssertSameMembers(contract, actual, path);
                break;
            default:
                Assert.True(expected.Equals(actual), $"{path} was {expected} and is read as {actual}.");
                break;
        }
    }

    private static void AssertSameMembers(object expected, object? actual, string path)
    {
        var type = expected.GetType();
        Assert.IsType(type, actual);
        foreach (var (id, field) in ContractTypes.Members(type).Where(member => Previous.GetValueOrDefault(ContractTypes.Name(type))?.Members.Contains(member.Key) ?? false))
        {
            AssertSame(field.GetValue(expected), field.GetValue(actual), $"{path}.{id}");
        }
    }
}
