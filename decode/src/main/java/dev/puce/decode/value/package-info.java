/// The values that explanations consist of: named values with their positions ([Node]), the name of an instruction, and
/// how an exchange ended.
package dev.puce.decode.value;
