package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler() // it checks the schema against that of its draft, 2020-12
	if err := c.AddResource("urn:daybreak:config", doc); err != nil {
		return nil, err
	}
	return c.Compile("urn:daybreak:config")
})

// errNotYAML is the answer of bySchema for what no editor would ask its schema
// about.
var errNotYAML = errors.New("is not one YAML document")

// bySchema returns what a validator has against the config, nil for nothing.
func bySchema(t *testing.T, text string) error {
	t.Helper()
	s, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return s.Validate(nil)
	case err != nil:
		return errNotYAML
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errNotYAML
	}
	return s.Validate(seen(doc.Content[0], 0))
}

// The plain scalars of the core schema of YAML 1.2, as editors read them
// (section 10.3.2); yaml.v3 goes by 1.1 in places: 0777, 1_000, dates.
var (
	coreInt   = regexp.MustCompile(`^[-+]?[0-9]+$`)
	coreRadix = regexp.MustCompile(`^(?:0o[0-7]+|0x[0-9a-fA-F]+)$`)
	coreFloat = regexp.MustCompile(`^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$`)
	coreInf   = regexp.MustCompile(`^[-+]?\.(?:inf|Inf|INF)$`)
)

// seen returns n as a validator has it: maps, lists, strings, numbers. depth
// bounds what aliases unfold to.
func seen(n *yaml.Node, depth int) any {
	switch {
	case depth > 50:
		return "deep"
	case n.Kind == yaml.AliasNode:
		return seen(n.Alias, depth+10)
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = seen(n.Content[i+1], depth+1)
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, seen(c, depth+1))
		}
		return list
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return n.Value
	}
	return plainScalar(n.Value)
}

func plainScalar(s string) any {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return nil
	case "true", "True", "TRUE":
		return true
	case "false", "False", "FALSE":
		return false
	}
	switch {
	case coreInf.MatchString(s):
		return json.Number("1e400") // beyond every limit, like it
	case coreRadix.MatchString(s):
		return json.Number("16") // some number; Parse refuses them all
	case coreInt.MatchString(s) || coreFloat.MatchString(s):
		return json.Number(asJSON(s))
	}
	return s
}

// asJSON writes a number of YAML as one of JSON, whose exponent is bounded so
// that no validator computes for hours.
func asJSON(s string) string {
	s = strings.TrimPrefix(s, "+")
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", rest
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	out := sign + cmp.Or(strings.TrimLeft(whole, "0"), "0") + "." + cmp.Or(fraction, "0")
	if exponent != "" {
		minus := strings.HasPrefix(exponent, "-")
		digits := strings.TrimLeft(exponent, "+-0")
		if len(digits) > 3 {
			digits = "999"
		}
		out += "e" + map[bool]string{true: "-", false: ""}[minus] + cmp.Or(digits, "0")
	}
	return out
}
