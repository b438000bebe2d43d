using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atmosphere.Grains.Storage;
using Atmosphere.Grains.Tests.Shapes;

namespace Atmosphere.Grains.Tests.Storage;

/// <summary>
/// State is readable for ever. <c>Samples/</c> has what was written in the past, an array of samples a type. A test that fails here
/// after a change of a type says that disks out there can no longer be read: keep the old name, or read both. Samples are added to,
/// never regenerated. All ids in them are invented.
/// </summary>
public sealed class StoredSampleTests
{
    private static readonly Lazy<Coverage> Found = new(Coverage.OfAllSamples);

    public static TheoryData<Type> Roots => [.. GrainAssembly.States.Concat(GrainAssembly.StreamEvents)];

    public static TheoryData<Type> StoredRecords => [.. GrainAssembly.Stored.Where(type => GrainAssembly.IsOurRecord(type) && !type.IsAbstract)];

    public static TheoryData<Type> StoredHierarchies => [.. GrainAssembly.Stored.Where(IsHierarchy)];

    public static TheoryData<Type> StoredEnums => [.. GrainAssembly.Stored.Where(type => type.IsEnum)];

    [Theory]
    [MemberData(nameof(Roots))]
    public void What_was_written_can_be_read_and_is_written_the_same(Type type)
    {
        foreach (var (json, value) in Samples.Of(type))
        {
            var again = JsonNode.Parse(Samples.Serialize(type, value));
            JsonNode.DeepEquals(again, json).ShouldBeTrue($"{type.Name} was\n{json}\nand became\n{again}");
        }
    }

    [Theory]
    [MemberData(nameof(StoredRecords))]
    public void Every_stored_record_occurs_in_a_sample_with_all_its_properties(Type type)
    {
        Found.Value.Types.ShouldContain(type, $"add one to tests/Grains.Tests/Samples/");
        for (var level = type; level is not null && GrainAssembly.IsOurRecord(level); level = level.BaseType)
        {
            foreach (var property in GrainAssembly.Held(level).Where(IsStored))
                Found.Value.Properties.ShouldContain((GrainAssembly.Definition(level), property.Name), $"{level.Name}.{property.Name} is null in every sample");
        }
    }

    [Theory]
    [MemberData(nameof(StoredHierarchies))]
    public void Every_subtype_has_a_fixed_name_of_its_own(Type type)
    {
        var names = type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).ToList();

        names.Select(name => name.DerivedType).ShouldBe(GrainAssembly.Types.Where(candidate => candidate.IsSubclassOf(type) && !candidate.IsAbstract), ignoreOrder: true);
        names.Select(name => name.TypeDiscriminator).ShouldBeUnique();
        names.ShouldAllBe(name => name.TypeDiscriminator is string);
    }

    [Theory]
    [MemberData(nameof(StoredEnums))]
    public void Every_value_of_a_stored_enum_occurs_in_a_sample(Type type) =>
        Found.Value.EnumValues.Where(value => value.GetType() == type).ShouldBe(Enum.GetValues(type).Cast<object>(), ignoreOrder: true);

    [Fact]
    public void A_state_from_before_a_property_existed_is_read_with_its_default()
    {
        var state = new GrainStateSerializer().Deserialize<Grains.Faces.FaceState>(BinaryData.FromString("""{"status":"asking","someday":{"known":true}}"""));

        state.Status.ShouldBe(Grains.Faces.FaceStatus.Asking);
        state.Votes.ShouldBeEmpty();
        state.Owed.IsEmpty.ShouldBeTrue();
        state.Unrecorded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"status":"no-such-status"}""")]
    [InlineData("""{"status":3}""")]
    [InlineData("""{"owed":{"slots":{"x":{"number":1,"effect":{"$type":"no-such-effect"},"since":"2026-03-02T09:00:00+00:00"}}}}""")]
    [InlineData("{")]
    public void What_is_no_such_state_is_a_fault_and_not_an_empty_state(string json) =>
        Should.Throw<JsonException>(() => new GrainStateSerializer().Deserialize<Grains.Faces.FaceState>(BinaryData.FromString(json)));

    private static bool IsHierarchy(Type type) =>
        GrainAssembly.IsOurRecord(type) && type.IsAbstract && type.IsDefined(typeof(JsonDerivedTypeAttribute), inherit: false);

    private static bool IsStored(PropertyInfo property) => !property.IsDefined(typeof(JsonIgnoreAttribute));

    /// <summary>Reads the checked-in samples.</summary>
    private static class Samples
    {
        private static readonly GrainStateSerializer Serializer = new();

        public static IEnumerable<(JsonNode Json, object Value)> Of(Type type)
        {
            var file = Path.Combine(AppContext.BaseDirectory, "Samples", $"{type.Name}.json");
            File.Exists(file).ShouldBeTrue($"{type.Name} is stored, but has no tests/Grains.Tests/Samples/{type.Name}.json");
            foreach (var sample in JsonNode.Parse(File.ReadAllText(file))!.AsArray())
                yield return (sample!, Invoke(nameof(GrainStateSerializer.Deserialize), type, BinaryData.FromString(sample!.ToJsonString())));
        }

        public static string Serialize(Type type, object value) => Invoke(nameof(GrainStateSerializer.Serialize), type, value).ToString()!;

        private static object Invoke(string method, Type type, object argument) =>
            typeof(GrainStateSerializer).GetMethod(method)!.MakeGenericMethod(type).Invoke(Serializer, BindingFlags.DoNotWrapExceptions, null, [argument], null)!;
    }

    /// <summary>The types, properties and enum values that occur in the samples.</summary>
    private sealed class Coverage
    {
        public HashSet<Type> Types { get; } = [];

        public HashSet<(Type Type, string Property)> Properties { get; } = [];

        public HashSet<object> EnumValues { get; } = [];

        public static Coverage OfAllSamples()
        {
            var coverage = new Coverage();
            foreach (var type in GrainAssembly.States.Concat(GrainAssembly.StreamEvents))
                foreach (var (_, value) in Samples.Of(type)) coverage.Visit(value);
            return coverage;
        }

        private void Visit(object value)
        {
            var type = value.GetType();
            if (type.IsEnum) EnumValues.Add(value);
            if (value is IDictionary dictionary)
            {
                foreach (var entry in dictionary.Values) Visit(entry!);
            }
            else if (value is IEnumerable items and not string)
            {
                foreach (var item in items) Visit(item);
            }
            else if (GrainAssembly.IsOurRecord(type))
            {
                Types.Add(type);
                for (var level = type; level is not null && GrainAssembly.IsOurRecord(level); level = level.BaseType)
                {
                    foreach (var property in GrainAssembly.Held(level).Where(IsStored))
                    {
                        if (property.GetValue(value) is not { } held) continue;

                        // An empty collection or text would be read back equal under any name.
                        if (held is not (string { Length: 0 } or ICollection { Count: 0 })) Properties.Add((GrainAssembly.Definition(level), property.Name));
                        Visit(held);
                    }
                }
            }
        }
    }
}
